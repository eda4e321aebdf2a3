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
  refundedThere: "free",
  refundFailed: "danger",
  completed: "free",
  packing: "held",
  shipped: "held",
  numbered: "held",
  moneyTaken: "free",
  notedPaid: "held",
  takenBack: "gone",
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

/** What a moment is called: what is no goods is not assigned, what is picked up not sent. */
export function momentWords(what: MomentShown["what"], goods: boolean, picked: boolean) {
  if (what === "captured" && !goods) return "order.moment.confirmed";
  if (what === "shipped" && picked) return "parcel.ready";
  if (what === "delivered" && picked) return "parcel.pickedUp";
  return `order.moment.${what}` as const;
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

/** All that it cost went back, or is on its way, though it was not cancelled: all of it was sent back. */
export function isRefundedWhole(
  order: Pick<OrderShown, "status" | "total"> & Partial<Pick<OrderShown, "refunded">>,
): boolean {
  return isPaid(order) && order.total > 0 && (order.refunded ?? 0) >= order.total;
}

type Going = Pick<
  OrderShown,
  | "status"
  | "total"
  | "refunded"
  | "awaits"
  | "answerDue"
  | "nextAction"
  | "refund"
  | "fulfilment"
  | "items"
  | "bookingId"
  | "restOf"
  | "offers"
  | "pickup"
  | "gift"
>;

/** What happens next to an order, by its state and by what it is of. */
export function nextOf(order: Going, byLink = false) {
  const goods = order.items.length > 0;
  if (order.status === "pending") {
    if (order.answerDue) return order.answerDue.by === "studio" ? "agreed" : "replied";
    if (order.awaits && !order.nextAction?.redirectUrl) {
      if (order.awaits !== "staff") return "answered";
      return goods ? "confirmed" : "confirmedPlain";
    }
    if (goods) return "pay";
    return order.bookingId ? "payBooking" : "payPlain";
  }
  if (isRefundedWhole(order)) return "done";
  if (order.status === "paid") return goods ? sentNext(order) : plainNext(order, byLink);
  if (order.status !== "cancelled") return order.status;
  if (order.restOf?.notPaid) return "notPaid";
  return order.refund === "none" ? "cancelled" : order.refund;
}

function sentNext({ fulfilment, pickup }: Going) {
  if (fulfilment === "shipped") return pickup ? "ready" : "shipped";
  if (fulfilment === "partly-shipped" && !pickup) return "partly-shipped";
  return pickup ? "toPickUp" : "paid";
}

/** Of what is no goods: a booking, a package, an amount. */
function plainNext(order: Going, byLink: boolean) {
  if (order.bookingId) return "booked";
  if (!isOfPackage(order)) return "plain";
  if (byLink) return "prepaidByLink"; // a link does not tell whether it is a present
  return order.gift ? giftNext(order.gift) : "prepaid";
}

export function isOfPackage({ offers }: Pick<OrderShown, "offers">): boolean {
  return offers?.some(({ kind }) => kind === "package") ?? false;
}

/** Of a present: it reaches whom it is for by mail, or from its buyer's hand. */
function giftNext({ toEmail, on, mailed }: NonNullable<Going["gift"]>) {
  if (!toEmail) return "giftHandOver";
  if (mailed) return "giftMailed";
  return on ? "giftOn" : "giftSoon";
}
