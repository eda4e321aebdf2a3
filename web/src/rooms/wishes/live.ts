import { Channel } from "../../live/channel";

/** How many products are on one's own wish list, as `wishes:update` tells it. */
interface WishCount {
  listId: string;
  count: number;
  version: number;
}

export const ONE = "wishes";

export const liveWishes = new Channel<WishCount>({
  watch: "wishes",
  event: "wishes",
  list: "wishes",
  idOf: ({ listId }) => listId,
  own: true,
});
