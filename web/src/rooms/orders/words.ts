import type { MomentShown, OrderShown } from "../../base/api/schema";
import type { TimelineTone } from "../../design/Timeline";

/** How each moment of an order is drawn; one that only a newer server knows is not shown. */
export const MOMENTS = {
  held: "held",
  changed: "held",
  paid: "free",
  captured: "free",
  released: "gone",
  expired: "gone",
  cancelled: "danger",
  unitsCancelled: "gone",
  returned: "gone",
  refundBegun: "held",
  refunded: "free",
  refundFailed: "danger",
  completed: "free",
  packing: "held",
  shipped: "held",
  moneyTaken: "free",
  delivered: "free",
  deliveryFailed: "danger",
  unpacked: "gone",
  returnRequested: "held",
  returnApproved: "held",
  returnRefused: "danger",
  returnCancelled: "gone",
  returnReceived: "held",
  returnInspected: "free",
} as const satisfies Record<MomentShown["what"], TimelineTone>;

export function isMoment(what: string): what is MomentShown["what"] {
  return what in MOMENTS;
}

/** Where a late payment begins that kept the order: its goods are held again after they had gone
 * back on sale; -1 if none did. */
export function rescuedAt(moments: readonly Pick<MomentShown, "what">[]): number {
  const ended = moments.findIndex(({ what }) => what === "expired");
  if (ended < 0 || !moments.some(({ what }) => what === "captured")) return -1;
  return moments.findIndex(({ what }, index) => index > ended && what === "held");
}

/** Why an order was cancelled: by staff, or else for which reason; the refund says the rest. */
export function reasonOf(
  order: Pick<OrderShown, "reason" | "cancelledBy">,
): NonNullable<OrderShown["reason"]> {
  return order.cancelledBy === "staff" ? "staff" : (order.reason ?? "buyer");
}

export function isPaid(order: Pick<OrderShown, "status">): boolean {
  return order.status === "paid" || order.status === "completed";
}

const WAYS = ["wallet", "hours", "certificate", "sessions", "manual", "paypal", "demo"] as const;

/** The way of payment by its provider's name; whoever else is a card's. */
export function wayOf(provider: string): (typeof WAYS)[number] | "card" {
  return WAYS.find((way) => way === provider) ?? "card";
}

/** What happens next to an order, by its state. */
export function nextOf(
  order: Pick<
    OrderShown,
    "status" | "awaits" | "nextAction" | "refund" | "fulfilment" | "bookingId" | "items"
  >,
) {
  const booked = order.bookingId && order.items.length === 0;
  const pay = booked ? "payBooking" : "pay";
  if (order.status === "pending") {
    if (order.nextAction?.redirectUrl) return pay;
    return order.awaits === "staff" ? "confirmed" : order.awaits ? "answered" : pay;
  }
  if (order.status === "paid") {
    if (booked) return "booked";
    const sent = order.fulfilment;
    return sent === "shipped" || sent === "partly-shipped" ? sent : "paid";
  }
  if (order.status !== "cancelled") return order.status;
  return order.refund === "none" ? "cancelled" : order.refund;
}
