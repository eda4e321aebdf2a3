import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { StaffStatementPage, Wallets } from "../../base/api/types";
import { ROWS } from "../desk/search";

export function userWalletsQuery(userId: string) {
  return queryOptions({
    queryKey: ["staff", "wallets", userId],
    queryFn: ({ signal }) => get<Wallets>(`/staff/users/${userId}/wallets`, {}, signal),
    staleTime: 0,
    refetchInterval: 10_000,
  });
}

export function staffStatementQuery(walletId: string) {
  return infiniteQueryOptions({
    queryKey: ["staff", "wallets", walletId, "statement"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<StaffStatementPage>(
        `/staff/wallets/${walletId}/statement`,
        { cursor: pageParam, limit: ROWS },
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
}
