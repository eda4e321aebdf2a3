import { queryOptions } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { ImportAnswer, ImportBody, Imports } from "../../base/api/schema";

/** Keys begin with whose the answers are. */
const under = (place: string) => place.split("/").filter(Boolean);

/** `place`: where they are asked for, as `/staff` or `/seller/…`. */
export const importsQuery = (place: string) => ({
  ...answerQuery<Imports>([...under(place), "imports"], `${place}/imports`),
  staleTime: 0,
});

export function isOver(one: ImportBody): boolean {
  return one.state === "done" || one.state === "failed";
}

/** Asked for again until it is over. */
export function importQuery(place: string, id: string) {
  return queryOptions({
    ...answerQuery<ImportAnswer>([...under(place), "import", id], `${place}/imports/${id}`),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isOver(state.data.import) ? false : 1000),
  });
}
