import { put } from "../../base/api/client";
import type { OrderShown } from "../../base/api/schema";
import { holdMoved } from "../cart/hold";
import { keepOrder } from "./queries";

/** Another address, or way to deliver: of one not paid yet the goods stay held, and the price may be
 * another. */
export async function changeDelivery(orderId: string, change: object): Promise<OrderShown> {
  const { order } = await put<{ order: OrderShown }>(`/orders/${orderId}/delivery`, change);
  holdMoved(order);
  keepOrder(order);
  return order;
}
