import { Kept } from "../../base/kept";
import { type Cart, parseCart } from "./cart";

const kept = new Kept<Cart>("holdfast.cart", {
  storage: () => localStorage,
  parse: parseCart,
  text: JSON.stringify,
  shared: true,
});

export const readCart = kept.read;
export const useCart = kept.use;

/** Every change of the cart goes through here: kept, and told to this tab and the others. */
export function changeCart(change: (cart: Cart) => Cart): void {
  kept.write(change(kept.read()));
}
