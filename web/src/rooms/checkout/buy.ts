import { insist } from "../../base/api/client";
import type { OrderShown } from "../../base/api/schema";
import { type Cart, itemsOf } from "../cart/cart";
import { wishCoupon } from "../cart/coupon";
import { giveBack, readHold, writeHold } from "../cart/hold";
import { bodyOf, type PriceChoice, readPriceWish, wishPrice } from "./price";
import { takesPreorder } from "./short";

interface Purchase {
  cart: Cart;
  choice: PriceChoice;
  locale: string;
}

/**
 * Buys the cart from the wallet: goods, coupon and money in one go, or nothing. What is held for an
 * earlier visit to the till is given back first: it would stand in our own way.
 */
export async function buyFromWallet(
  key: string,
  { cart, choice, locale }: Purchase,
): Promise<OrderShown> {
  const taken = takesPreorder(cart);
  const open = readHold();
  if (open && !open.fromWallet) await giveBack(open.orderId).catch(() => undefined);
  const { order } = await insist<{ order: OrderShown }>(
    "/orders",
    {
      items: itemsOf(cart),
      ...taken,
      ...bodyOf(choice),
      paymentMethod: "wallet",
      locale,
      fromCart: true,
    },
    key,
  );
  return order;
}

/** What was bought leaves the cart on the server, and its coupon is used. While the wallet is being
 * asked both stay: they leave when it has paid. */
export function forgetBought(order: OrderShown): void {
  if (order.status === "cancelled") return;
  if (order.status === "pending") {
    keepUntilPaid(order);
    return;
  }
  wishCoupon(null);
  if (readPriceWish(order.currency).promoCode) wishPrice({ promoCode: "" });
}

function keepUntilPaid(order: OrderShown): void {
  writeHold({
    orderId: order.id,
    reservationId: order.reservationId ?? "",
    number: order.number,
    expiresAt: order.expiresAt ?? "",
    digest: "",
    lines: order.items.map(({ variantId, quantity }) => ({ variantId, quantity })),
    ...(order.couponId ? { couponId: order.couponId } : {}),
    fromWallet: true,
  });
}
