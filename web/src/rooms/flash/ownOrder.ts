import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { Kept } from "../../base/kept";
import { useServerNow } from "../../base/now";
import { onOtherVisitor } from "../../base/session";

/** The order that was made last in this browser in each sale. */
const kept = new Kept<Record<string, string>>("holdfast.saleOrders", {
  storage: () => localStorage,
  parse: (text) => JSON.parse(text ?? "{}"),
  text: JSON.stringify,
  shared: true,
});

onOtherVisitor(() => kept.write({}));

export function keepOwnOrder(saleId: string, orderId: string): void {
  kept.write({ ...kept.read(), [saleId]: orderId });
}

/** What the visitor holds of a sale and has not paid for. */
export function useOwnOrder(saleId: string): OrderShown | null {
  const orderId = kept.use()[saleId];
  const path = `/orders/${encodeURIComponent(orderId ?? "")}`;
  const asked = answerQuery<{ order: OrderShown }>(["orders", "of-sale", orderId], path);
  const order = useQuery({ ...asked, staleTime: 0, enabled: Boolean(orderId) }).data?.order;
  const open = order?.status === "pending" && order.awaits === null && order.expiresAt;
  const now = useServerNow(Boolean(open));
  return order && open && Date.parse(open) > now ? order : null;
}
