import { insist } from "../api/client";
import type { Order } from "../api/types";
import { type Cart, subtract } from "../cart/cart";
import { changeCart } from "../cart/store";
import { chooseCoupon } from "./coupon";
import { giveBack } from "./enter";
import { readHold } from "./hold";

export interface Purchase {
  cart: Cart;
  couponId: string | null;
  locale: string;
  /** One intention, one key. */
  key: string;
}

/**
 * Buys the cart from the wallet: goods, coupon and money in one go, or nothing. What is held for an
 * earlier visit to the till is given back first: it would stand in our own way.
 */
export async function buyFromWallet({ cart, couponId, locale, key }: Purchase): Promise<Order> {
  const open = readHold();
  if (open) await giveBack(open.orderId).catch(() => undefined);
  const items = cart.map(({ productId, variantId, options, quantity }) => ({
    productId,
    variantId,
    options,
    quantity,
  }));
  const { order } = await insist<{ order: Order }>(
    "/orders",
    { items, ...(couponId ? { couponId } : {}), paymentMethod: "wallet", locale },
    key,
  );
  return order;
}

/** What was bought leaves the cart, and its coupon is used. */
export function forgetBought(order: Order): void {
  if (order.status === "cancelled") return;
  changeCart((cart) => subtract(cart, order.items));
  chooseCoupon(null);
}
