import { get } from "../../base/api/client";
import type { SaleRoomAnswer, SaleRoomBody } from "../../base/api/schema";
import { Channel } from "../../live/channel";

/** What goes on in a flash sale, as `sale-room:update` tells it to staff. */
export const liveRooms = new Channel<SaleRoomBody>({
  watch: "sale-rooms",
  event: "sale-room",
  list: "rooms",
  idOf: ({ saleId }) => saleId,
  most: 10,
  ask: (ids) =>
    Promise.all(
      ids.map(async (id) => (await get<SaleRoomAnswer>(`/staff/flash-sales/${id}/room`)).room),
    ),
});
