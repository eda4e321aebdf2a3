import type { OrderShown } from "../../base/api/schema";

/** Whether its buyer is still to have a file of a paid order. */
export function filesDue(order: Pick<OrderShown, "status" | "items" | "files">): boolean {
  if (order.status !== "paid" || !order.files) return false;
  const lines = new Set(order.files.map(({ line }) => line));
  return order.items.some(
    ({ deliveredAs, quantity, cancelled }, line) =>
      deliveredAs === "file" && quantity > (cancelled ?? 0) && !lines.has(line),
  );
}

/** How many codes its buyer is still to have of a paid order. */
export function codesDue(order: Pick<OrderShown, "status" | "items" | "codes">): number {
  if (order.status !== "paid" || !order.codes) return 0;
  const bought = order.items
    .filter(({ deliveredAs }) => deliveredAs === "codes")
    .reduce((sum, { quantity, cancelled }) => sum + quantity - (cancelled ?? 0), 0);
  return Math.max(0, bought - order.codes.length);
}
