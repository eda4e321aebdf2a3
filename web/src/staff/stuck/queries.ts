import { infiniteQueryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { StuckPage } from "../../base/api/types";

export const KINDS = ["job", "delivery", "letter"] as const;
export type Kind = (typeof KINDS)[number];

export const stuckKey = ["staff", "stuck"];

export const stuckQuery = (kind: Kind | undefined) =>
  infiniteQueryOptions({
    queryKey: [...stuckKey, kind ?? "all"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<StuckPage>("/staff/stuck", { kind, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 10_000,
  });

export interface StuckSearch {
  kind?: Kind;
}

export function parseStuckSearch(search: Record<string, unknown>): StuckSearch {
  const kind = KINDS.find((one) => one === search.kind);
  return kind ? { kind } : {};
}
