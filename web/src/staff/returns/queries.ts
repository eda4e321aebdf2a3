import { answerQuery, listQuery } from "../../base/api/queries";
import type { ReturnShown, ReturnsAnswer, SentBackAnswer } from "../../base/api/schema";
import { ROWS } from "../desk/search";

/** All of them, unless those of a state, or all that are open, are asked for. */
export const WHICH = [
  "open",
  "requested",
  "approved",
  "received",
  "inspected",
  "refused",
  "cancelled",
] as const satisfies readonly ("open" | ReturnShown["status"])[];
export type Which = (typeof WHICH)[number];

export const returnsQuery = (status: Which | undefined) => ({
  ...listQuery<ReturnsAnswer>(["staff", "returns", status ?? "all"], "/staff/returns", {
    status,
    limit: ROWS,
  }),
  refetchInterval: 10_000,
});

export function returnQuery(returnId: string) {
  const path = `/staff/returns/${encodeURIComponent(returnId)}`;
  return { ...answerQuery<SentBackAnswer>(["staff", "return", returnId], path), staleTime: 0 };
}
