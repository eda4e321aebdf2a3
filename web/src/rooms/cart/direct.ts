import { Kept } from "../../base/kept";
import { type Cart, parseCart } from "./cart";

/** What "Buy now" was pressed beside: a purchase of its own, which leaves the cart alone. */
const direct = new Kept<Cart>("holdfast.direct", {
  storage: () => sessionStorage,
  parse: parseCart,
  text: JSON.stringify,
});

export const readDirect = direct.read;
export const buyDirectly = direct.write;
export const useDirect = direct.use;
