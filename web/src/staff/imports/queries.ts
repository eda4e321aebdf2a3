import { queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { StaffImport, StaffImportAnswer, StaffImports } from "../../base/api/types";

export const importsQuery = queryOptions({
  queryKey: ["staff", "imports"],
  queryFn: ({ signal }) => get<StaffImports>("/staff/imports", {}, signal),
  staleTime: 0,
});

export function isOver(one: StaffImport): boolean {
  return one.state === "done" || one.state === "failed";
}

/** Asked for again until it is over. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: ["staff", "import", id],
    queryFn: ({ signal }) => get<StaffImportAnswer>(`/staff/imports/${id}`, {}, signal),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isOver(state.data.import) ? false : 1000),
  });
}
