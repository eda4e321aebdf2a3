import { answerQuery, listQuery } from "../../base/api/queries";
import type { StaffStatementPage, Wallets } from "../../base/api/types";
import { ROWS } from "../desk/search";

export function userWalletsQuery(userId: string) {
  const query = answerQuery<Wallets>(
    ["staff", "wallets", userId],
    `/staff/users/${userId}/wallets`,
  );
  return { ...query, staleTime: 0, refetchInterval: 10_000 };
}

export function staffStatementQuery(walletId: string) {
  const key = ["staff", "wallets", walletId, "statement"];
  const path = `/staff/wallets/${walletId}/statement`;
  return { ...listQuery<StaffStatementPage>(key, path, { limit: ROWS }), staleTime: 0 };
}
