import { queryOptions } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { ImportAnswer, ImportBody, Imports } from "../../base/api/schema";

export const importsQuery = {
  ...answerQuery<Imports>(["staff", "imports"], "/staff/imports"),
  staleTime: 0,
};

export function isOver(one: ImportBody): boolean {
  return one.state === "done" || one.state === "failed";
}

/** Asked for again until it is over. */
export function importQuery(id: string) {
  return queryOptions({
    ...answerQuery<ImportAnswer>(["staff", "import", id], `/staff/imports/${id}`),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isOver(state.data.import) ? false : 1000),
  });
}
