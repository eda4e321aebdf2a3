import { day, flag, oneOf, searchOf, words } from "../../base/search";

/** Which orders staff look at; in the address, so that it can be kept, sent, and gone back to. */
export const STATUSES = ["pending", "paid", "completed", "cancelled"] as const;

export const PAYMENTS = ["unpaid", "paid", "refunding", "refunded", "refund-failed"] as const;
export type PaidState = (typeof PAYMENTS)[number];

export const WAYS = [
  "manual",
  "wallet",
  "certificate",
  "hours",
  "sessions",
  "points",
  "stripe",
  "yookassa",
  "paypal",
  "demo",
] as const;

export const FULFILMENTS = [
  "to-send",
  "unfulfilled",
  "partly-shipped",
  "shipped",
  "delivered",
] as const;

/** The newest first is what nobody has to say. */
export const SORTS = ["oldest", "largest", "smallest", "changed"] as const;

export const readOrderSearch = searchOf({
  q: words,
  status: oneOf(STATUSES),
  payment: oneOf(PAYMENTS),
  fulfilment: oneOf(FULFILMENTS),
  seller: (value) => words(value)?.slice(0, 36),
  held: flag,
  silent: flag,
  tag: (value) => words(value)?.slice(0, 40),
  provider: (value) => words(value)?.slice(0, 64),
  from: day,
  to: day,
  sort: oneOf(SORTS),
});
export type OrderSearch = ReturnType<typeof readOrderSearch>;

/** Which orders are shown, in whatever order. */
export function filterOf({ sort: _, ...filter }: OrderSearch) {
  return filter;
}
