import type { Order } from "../api/types";
import type { TimelineTone } from "../components/Timeline";

/** How each moment of an order is drawn; a moment we do not know is not shown. */
export const MOMENTS = {
  held: "held",
  paid: "free",
  captured: "free",
  released: "gone",
  expired: "gone",
  cancelled: "danger",
  refundBegun: "held",
  refunded: "free",
  refundFailed: "danger",
} as const satisfies Record<string, TimelineTone>;

export type Moment = keyof typeof MOMENTS;

export function isMoment(what: string): what is Moment {
  return what in MOMENTS;
}

const REASONS = ["buyer", "expired", "unpaid", "refunded"] as const;

/** Why an order was cancelled; the refund says the rest. */
export function reasonOf(order: Order): (typeof REASONS)[number] {
  return REASONS.find((reason) => reason === order.reason) ?? "buyer";
}

/** When an unpaid order ends, in ms; an order whose hold is long gone has ended. */
export function endOf(order: Pick<Order, "expiresAt">): number {
  return order.expiresAt ? Date.parse(order.expiresAt) : 0;
}
