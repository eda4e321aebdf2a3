import { queryOptions } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { StaffImport, StaffImportAnswer, StaffImports } from "../../base/api/types";

export const importsQuery = {
  ...answerQuery<StaffImports>(["staff", "imports"], "/staff/imports"),
  staleTime: 0,
};

export function isOver(one: StaffImport): boolean {
  return one.state === "done" || one.state === "failed";
}

/** Asked for again until it is over. */
export function importQuery(id: string) {
  return queryOptions({
    ...answerQuery<StaffImportAnswer>(["staff", "import", id], `/staff/imports/${id}`),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isOver(state.data.import) ? false : 1000),
  });
}
