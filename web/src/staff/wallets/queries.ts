import { answerQuery, listQuery } from "../../base/api/queries";
import type { StaffStatementAnswer, WalletsAnswer } from "../../base/api/schema";
import { ROWS } from "../desk/search";

export function userWalletsQuery(userId: string) {
  const query = answerQuery<WalletsAnswer>(
    ["staff", "wallets", userId],
    `/staff/users/${userId}/wallets`,
  );
  return { ...query, staleTime: 0, refetchInterval: 10_000 };
}

export function staffStatementQuery(walletId: string) {
  const key = ["staff", "wallets", walletId, "statement"];
  const path = `/staff/wallets/${walletId}/statement`;
  return { ...listQuery<StaffStatementAnswer>(key, path, { limit: ROWS }), staleTime: 0 };
}
