import type { OrderShown } from "../../base/api/schema";

/** What is held for whoever pays on the spot, after which the way to pay by hand is called: goods that
 * they pick up, a session that they come to, or an order of neither (a package, a certificate, money). */
export type HeldMeanwhile = "goods" | "session" | "order";

export function heldMeanwhile(order: Pick<OrderShown, "items" | "bookingId">): HeldMeanwhile {
  if (order.bookingId) return "session";
  return order.items.length > 0 ? "goods" : "order";
}
