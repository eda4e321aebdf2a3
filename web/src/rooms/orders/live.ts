import type { Order } from "../../base/api/types";
import { Channel } from "../../live/channel";

/** How far an order of one's own has come, as `order:update` tells it. */
export type OrderState = Pick<
  Order,
  "number" | "status" | "reason" | "cancelledBy" | "refund" | "version"
> & { orderId: string };

/** The visitor's own orders; a guest has some too. */
export const liveOrders = new Channel<OrderState>({
  watch: "orders",
  event: "order",
  list: "orders",
  idOf: ({ orderId }) => orderId,
  own: true,
});
