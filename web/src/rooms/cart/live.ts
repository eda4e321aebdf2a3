import { Channel } from "../../live/channel";

/** How much lies in one's own cart, as `cart:update` tells it. */
interface CartNews {
  cartId: string;
  lines: number;
  pieces: number;
  version: number;
}

export const OWN = "cart";

export const liveCart = new Channel<CartNews>({
  watch: "cart",
  event: "cart",
  list: "carts",
  idOf: ({ cartId }) => cartId,
  own: true,
});
