import type { OrderShown } from "../../base/api/schema";

/** What is held for whoever pays on the spot, after which the way to pay by hand is called: goods that
 * they pick up, a session that they come to, or an order of neither (goods that are sent, a package, a
 * certificate, money). */
export type HeldMeanwhile = "goods" | "session" | "order";

type Asked = Pick<OrderShown, "items" | "bookingId" | "addressNeeded" | "shippingAddress">;

export function heldMeanwhile(order: Asked): HeldMeanwhile {
  if (order.bookingId) return "session";
  const sent = order.addressNeeded || order.shippingAddress;
  return order.items.length > 0 && !sent ? "goods" : "order";
}
