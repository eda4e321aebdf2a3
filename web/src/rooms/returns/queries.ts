import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, newKey, post } from "../../base/api/client";
import type { OrderReturnsAnswer, ReckoningAnswer, ReturnShown } from "../../base/api/schema";

export type Reason = ReturnShown["lines"][number]["reason"];
export const REASONS = [
  "damaged",
  "wrong-item",
  "not-as-described",
  "does-not-fit",
  "changed-mind",
  "other",
] as const satisfies readonly Reason[];

/** How many of a line, and why. */
export interface Chosen {
  quantity: number;
  reason: Reason | undefined;
}

/** Asked anew with each version of the order: whatever is done with a return is a step of it. */
export function returnsQuery(orderId: string, version: number) {
  const path = `/orders/${encodeURIComponent(orderId)}/returns`;
  return queryOptions({
    queryKey: ["orders", orderId, "returns", version],
    queryFn: ({ signal }) => get<OrderReturnsAnswer>(path, {}, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** What would be refunded for so many units of each line. */
export function reckoningQuery(path: string, units: { line: number; quantity: number }[]) {
  return queryOptions({
    queryKey: ["orders", "reckoning", path, units],
    queryFn: () => post<ReckoningAnswer>(path, { lines: units }, newKey()),
    enabled: units.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** The lines that something was chosen of. */
export function chosenOf(chosen: Record<number, Chosen>) {
  return Object.entries(chosen)
    .filter(([, { quantity }]) => quantity > 0)
    .map(([line, { quantity, reason }]) => ({ line: Number(line), quantity, reason }));
}
