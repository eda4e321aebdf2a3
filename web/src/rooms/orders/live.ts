import type { OrderShown } from "../../base/api/schema";
import { Channel } from "../../live/channel";

/** How far an order of one's own has come, as `order:update` tells it. */
export type OrderState = Pick<
  OrderShown,
  "number" | "status" | "reason" | "cancelledBy" | "refund" | "version" | "fulfilment"
> & { orderId: string };

/** The visitor's own orders; a guest has some too. */
export const liveOrders = new Channel<OrderState>({
  watch: "orders",
  event: "order",
  list: "orders",
  idOf: ({ orderId }) => orderId,
  own: true,
});
