import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, newKey, post } from "../../base/api/client";
import type {
  OrderReturnsAnswer,
  OrderShown,
  ProductAnswer,
  ReckoningAnswer,
  ReturnShown,
} from "../../base/api/schema";

export type Reason = ReturnShown["lines"][number]["reason"];
export const REASONS = [
  "damaged",
  "wrong-item",
  "not-as-described",
  "does-not-fit",
  "changed-mind",
  "other",
] as const satisfies readonly Reason[];

/** How many of a line, and why; and which variant is wanted in place of them. */
export interface Chosen {
  quantity: number;
  reason: Reason | undefined;
  exchangeFor?: string | undefined;
}

/** What is read anew once something was done with a return. */
export const STEPPED = [["orders"], ["order-link"], ["staff"]];

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

/** The order for the difference of an exchange. */
export function differenceQuery(orderId: string) {
  const path = `/orders/${encodeURIComponent(orderId)}`;
  return queryOptions({
    queryKey: ["orders", orderId, "difference"],
    queryFn: async ({ signal }) => (await get<{ order: OrderShown }>(path, {}, signal)).order,
    staleTime: 0,
  });
}

interface Units {
  line: number;
  quantity: number;
  exchangeFor?: string | undefined;
}

/** What would be refunded for so many units of each line; without `exchange`, for all of them. */
export function reckoningQuery(path: string, units: Units[], exchange = true) {
  return queryOptions({
    queryKey: ["orders", "reckoning", path, units, exchange],
    queryFn: () => post<ReckoningAnswer>(path, { lines: units, exchange }, newKey()),
    enabled: units.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** The variants of a product as they are sold now, to exchange something for. */
export function variantsQuery(productId: string, locale: string) {
  return queryOptions({
    queryKey: ["orders", "variants", productId, locale],
    queryFn: async ({ signal }) => {
      const path = `/products/${encodeURIComponent(productId)}`;
      return (await get<ProductAnswer>(path, { locale }, signal)).product.variants;
    },
    retry: false,
    staleTime: 0,
  });
}

/** The lines that something was chosen of. */
export function chosenOf(chosen: Record<number, Chosen>) {
  return Object.entries(chosen)
    .filter(([, { quantity }]) => quantity > 0)
    .map(([line, { quantity, reason, exchangeFor }]) => ({
      line: Number(line),
      quantity,
      reason,
      ...(exchangeFor ? { exchangeFor } : {}),
    }));
}
