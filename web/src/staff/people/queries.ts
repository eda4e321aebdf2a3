import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { People, PersonAnswer } from "../../base/api/types";
import { ROWS } from "../desk/search";

export function peopleQuery(q: string, limit = ROWS) {
  return infiniteQueryOptions({
    queryKey: ["staff", "people", q, limit],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<People>("/staff/people", { q, cursor: pageParam, limit }, signal),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
}

export function personQuery(userId: string) {
  return queryOptions({
    queryKey: ["staff", "person", userId],
    queryFn: ({ signal }) =>
      get<PersonAnswer>(`/staff/people/${encodeURIComponent(userId)}`, {}, signal),
    staleTime: 0,
  });
}
