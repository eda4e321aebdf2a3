import type { OrderShown } from "../../base/api/schema";

/** How many codes its buyer is still to have of a paid order. */
export function codesDue(order: Pick<OrderShown, "status" | "items" | "codes">): number {
  if (order.status !== "paid" || !order.codes) return 0;
  const bought = order.items
    .filter(({ deliveredAs }) => deliveredAs === "codes")
    .reduce((sum, { quantity, cancelled }) => sum + quantity - (cancelled ?? 0), 0);
  return Math.max(0, bought - order.codes.length);
}
