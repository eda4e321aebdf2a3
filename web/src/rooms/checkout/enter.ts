import { alone } from "../../base/alone";
import { insist, newKey } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { OrderShown, ReserveAnswer } from "../../base/api/schema";
import { Kept } from "../../base/kept";
import { type Cart, itemsOf } from "../cart/cart";
import { giveBack, holdAgain, nameOf, type OpenHold, readHoldAnew, writeHold } from "../cart/hold";
import {
  bodyOf,
  choiceName,
  currencyOf,
  type PriceChoice,
  readPriceWish,
  shownTotal,
  wishPrice,
} from "./price";
import { couponFor } from "./quote";
import { takesPreorder } from "./short";

/**
 * The same with all that was chosen in this visit. A way to deliver that these goods do not go by was
 * chosen for others: then it is the shop's first.
 */
export async function enterAsWished(
  cart: Cart,
  locale: string,
  direct: boolean,
  accepted?: number,
): Promise<OpenHold> {
  const wish = readPriceWish(currencyOf(cart));
  const choice = { ...wish, couponId: wish.promoCode ? null : await couponFor(cart) };
  const expectedTotal = accepted ?? shownTotal(cart, choice);
  const expected = expectedTotal === undefined ? {} : { expectedTotal };
  try {
    return await enterCheckout(cart, locale, { ...choice, ...expected }, direct);
  } catch (error) {
    if (asProblem(error).code !== "shipping-unknown" || !wish.method) throw error;
    wishPrice({ method: null });
    return enterAsWished(cart, locale, direct);
  }
}

/** What is held was chosen otherwise at the till: the same cart, chosen so, finds it again. */
export function chosenAtTill(order: OrderShown): void {
  const wish = readPriceWish(order.currency);
  holdAgain(order, choiceName({ ...wish, couponId: wish.promoCode ? null : order.couponId }));
}

/** Which cart is being reserved, under which key: a reload in the middle of it asks for the same. */
const reserving = new Kept<{ name: string; key: string } | null>("holdfast.reserving", {
  storage: () => sessionStorage,
  parse: (text) => JSON.parse(text ?? "null"),
  text: (asked) => asked && JSON.stringify(asked),
});
const underWay = new Map<string, Promise<OpenHold>>();

/**
 * From a cart to its hold. The same cart, chosen for in the same way, finds its own running hold again (reload, back button);
 * another cart first gives the old hold back. One intention has one key until it is answered, and tabs
 * of a browser enter one after the other: what one holds the next finds.
 */
export function enterCheckout(
  cart: Cart,
  locale: string,
  choice: PriceChoice,
  direct = false,
): Promise<OpenHold> {
  const name = nameOf(cart, choiceName(choice), direct);
  const running = underWay.get(name);
  if (running) return running;
  const work = alone("holdfast.reserving", () => enter(cart, name, locale, choice, direct));
  void work.finally(() => underWay.delete(name)).catch(() => undefined);
  underWay.set(name, work);
  return work;
}

async function enter(
  cart: Cart,
  name: string,
  locale: string,
  choice: PriceChoice,
  direct: boolean,
): Promise<OpenHold> {
  const open = readHoldAnew();
  if (open?.digest === name) return open;
  const taken = takesPreorder(cart);
  if (open && !open.fromWallet) await giveBack(open.orderId).catch(() => undefined);
  try {
    const coupon = choice.couponId ? { couponId: choice.couponId } : {};
    const repeatEvery = cart[0]?.repeatEvery;
    const repeat = repeatEvery ? { repeatEvery } : {};
    const goods = { items: itemsOf(cart), locale, fromCart: !direct, ...taken, ...repeat };
    const asked = { ...goods, ...bodyOf(choice) };
    const key = keyOf([name, choice.expectedTotal ?? ""].join(" "));
    const made = await insist<ReserveAnswer>("/orders/reserve", asked, key);
    reserving.write(null);
    const hold: OpenHold = {
      orderId: made.orderId,
      reservationId: made.reservationId,
      number: made.number,
      expiresAt: made.expiresAt,
      digest: name,
      lines: cart.map(({ variantId, quantity, repeatEvery }) => ({
        variantId,
        quantity,
        ...(repeatEvery ? { repeatEvery } : {}),
      })),
      ...coupon,
      ...(direct ? { direct } : {}),
    };
    writeHold(hold);
    return hold;
  } catch (error) {
    if (!asProblem(error).passing) reserving.write(null);
    throw error;
  }
}

function keyOf(name: string): string {
  const asked = reserving.read();
  if (asked?.name === name) return asked.key;
  const key = newKey();
  reserving.write({ name, key });
  return key;
}
