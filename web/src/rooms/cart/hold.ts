import { insist, newKey } from "../../base/api/client";
import type { OrderShown } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { Kept } from "../../base/kept";
import { digest } from "./cart";
import { readCouponWish, wishCoupon } from "./coupon";
import { forgetTry, keepTry, mayStillPay } from "./tried";

/** What this browser holds and has not paid for yet. */
export interface OpenHold {
  orderId: string;
  reservationId: string;
  number: string;
  expiresAt: string;
  digest: string;
  lines: { variantId: string; quantity: number; repeatEvery?: string }[];
  couponId?: string;
  /** Bought beside the cart: what becomes of it does not touch the cart. */
  direct?: boolean;
  /** A wallet is being asked: it is not to be given back for the next purchase. */
  fromWallet?: boolean;
}

type Lines = readonly OpenHold["lines"][number][];

const kept = new Kept<OpenHold | null>("holdfast.hold", {
  storage: () => localStorage,
  parse: (text) => {
    const value = JSON.parse(text ?? "null") as OpenHold | null;
    return value?.orderId && Array.isArray(value.lines) ? value : null;
  },
  text: (hold) => hold && JSON.stringify(hold),
  shared: true,
});

export const writeHold = kept.write;

function running(hold: OpenHold | null): OpenHold | null {
  return hold && Date.parse(hold.expiresAt) > serverClock.now() ? hold : null;
}

export function readHold(): OpenHold | null {
  return running(kept.read());
}

/** The same, if another tab has just written it. */
export function readHoldAnew(): OpenHold | null {
  return running(kept.readAnew());
}

export function useHold(): OpenHold | null {
  return running(kept.use());
}

/** The order was priced anew: it has another reservation, which ends when the one before would, and
 * is `chosen` otherwise. */
export function holdAgain(order: OrderShown, chosen: string): void {
  const hold = kept.read();
  if (hold?.orderId !== order.id || !order.reservationId) return;
  const { couponId: _, ...rest } = hold;
  const coupon = order.couponId ? { couponId: order.couponId } : {};
  const name = nameOf(rest.lines, chosen, rest.direct);
  writeHold({ ...rest, ...coupon, reservationId: order.reservationId, digest: name });
}

/** The same goods, chosen as before, are held by another reservation. */
export function holdMoved(order: OrderShown): void {
  const hold = kept.read();
  if (hold?.orderId !== order.id || !order.reservationId) return;
  writeHold({ ...hold, reservationId: order.reservationId });
}

/** Names what is held, and what was chosen with it, so that a reload finds its own hold again. */
export function nameOf(lines: Lines, chosen: string, direct = false): string {
  return [...(direct ? ["now"] : []), digest(lines), ...(chosen ? [chosen] : [])].join(" ");
}

/** How many of these variants the visitor holds now. */
export function useYours(variantIds: string[]): number {
  const open = useHold();
  if (!open) return 0;
  return open.lines
    .filter((line) => variantIds.includes(line.variantId))
    .reduce((sum, line) => sum + line.quantity, 0);
}

/** Whoever is here now has no such order. */
export function notTheirs(orderId: string): void {
  forgetTry(orderId);
  if (kept.read()?.orderId === orderId) writeHold(null);
}

/** Who was here is gone: whoever comes next has no such order, and buys the same goods anew. */
export function forgetHold(): void {
  keepTry(null);
  writeHold(null);
}

/** What became of the order decides about the hold, wherever it is first seen; what was bought leaves
 * the cart on the server. Of one that is held yet it says until when. */
export function settleHold(order: OrderShown): void {
  const hold = kept.read();
  const ordered = order.status !== "pending" || order.awaits === "staff";
  if (!ordered && hold?.orderId === order.id && order.expiresAt) {
    if (endOf(order) !== endOf(hold)) writeHold({ ...hold, expiresAt: order.expiresAt });
  }
  if (!ordered || maySucceedLate(order)) return;
  forgetTry(order.id);
  if (hold?.orderId !== order.id) return;
  if (order.status !== "cancelled" && order.couponId && order.couponId === readCouponWish()) {
    wishCoupon(null);
  }
  writeHold(null);
}

/**
 * Gives a hold back before it ends, or cancels an order. A key for each asking: an order whose hold
 * had run out can be paid late, and then be cancelled again.
 */
export async function giveBack(orderId: string, endRepeat?: boolean): Promise<void> {
  await insist("/orders/cancel", { orderId, endRepeat }, newKey());
  if (readHold()?.orderId === orderId) writeHold(null);
}

/** When an unpaid order ends, in ms; an order whose hold is long gone has ended. */
export function endOf(order: Pick<OrderShown, "expiresAt">): number {
  return order.expiresAt ? Date.parse(order.expiresAt) : 0;
}

const LATE = 5 * 60_000;

/** Ran out while its payment was on the way: it may yet be taken anew, or refunded. */
export function maySucceedLate(order: OrderShown): boolean {
  return (
    order.reason === "expired" &&
    order.refund === "none" &&
    (Boolean(order.paymentId) || mayStillPay(order.id)) &&
    serverClock.now() - endOf(order) < LATE
  );
}
