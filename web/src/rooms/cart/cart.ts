import type { CartItemShown, Shortage } from "../../base/api/schema";
import type { Options } from "../../base/api/types";

/** What a line needs to be shown and bought. */
export interface CartLine {
  productId: string;
  variantId: string;
  handle: string;
  name: string;
  options: Options;
  /** What is in one of it, where it is made of others. */
  madeOf?: CartItemShown["madeOf"];
  quantity: number;
  price: number;
  currency: string;
  imageUrl: string | null;
  /** Nobody: the shop itself. */
  sellerName?: string | null;
  /** Its price has changed since the buyer last decided: what it was. */
  priceBefore?: number | null;
  /** Not on sale any more. */
  gone?: boolean;
  /** Ordered again so often, once it is paid: `4w`, `1m`. */
  repeatEvery?: string;
}

export type Cart = readonly CartLine[];

/** A line as the server tells it. */
export function lineOf(item: CartItemShown): CartLine {
  const { product, productId, variantId, options, quantity, price, currency, priceBefore } = item;
  return {
    productId,
    variantId,
    handle: product.handle,
    name: product.name,
    options,
    madeOf: item.madeOf,
    quantity,
    price,
    currency,
    imageUrl: product.imageUrl,
    sellerName: product.sellerName,
    priceBefore,
    gone: !product.onSale,
  };
}

/** The lines that cost something else than when the buyer last decided. */
export function repriced(cart: Cart): (CartLine & { priceBefore: number })[] {
  return cart.flatMap((line) => {
    const { priceBefore, price, gone } = line;
    return gone || priceBefore == null || priceBefore === price ? [] : [{ ...line, priceBefore }];
  });
}

/** The same at what a unit costs now, as far as that is known. */
export function pricedAt(cart: Cart, now: (variantId: string) => number | undefined): Cart {
  return cart.map((line) => {
    const price = now(line.variantId) ?? line.price;
    return price === line.price ? line : { ...line, price, priceBefore: line.price };
  });
}

/** The cart as far as it can be had: short lines shrink to what is left, or go. */
export function settleFor(
  cart: Cart,
  shortages: readonly Pick<Shortage, "variantId" | "available">[],
): Cart {
  const have = new Map(shortages.map((each) => [each.variantId, each.available]));
  return cart.flatMap((line) => {
    const available = have.get(line.variantId);
    if (available === undefined) return [line];
    return available > 0 ? [{ ...line, quantity: Math.min(line.quantity, available) }] : [];
  });
}

/** Totals by currency of what can be bought; a cart is nearly always of one. */
export function totals(cart: Cart): { currency: string; amount: number }[] {
  const sums = new Map<string, number>();
  for (const { currency, price, quantity, gone } of cart) {
    if (!gone) sums.set(currency, (sums.get(currency) ?? 0) + price * quantity);
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount }));
}

/** What of a cart is paid for in this currency; all of it where none is named. */
export function ofCurrency(cart: Cart, currency: string | undefined): Cart {
  return currency ? cart.filter((line) => line.currency === currency) : cart;
}

/** Names what is being reserved, so that a reload finds its own hold again. */
export function digest(
  cart: readonly Pick<CartLine, "variantId" | "quantity" | "repeatEvery">[],
): string {
  return cart
    .map((line) => `${line.variantId}*${line.quantity}${line.repeatEvery ?? ""}`)
    .sort()
    .join(" ");
}

export function parseCart(text: string | null): Cart {
  if (!text) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isLine) : [];
  } catch {
    return [];
  }
}

function isLine(value: unknown): value is CartLine {
  const line = value as Partial<CartLine> | null;
  return (
    typeof line?.productId === "string" &&
    typeof line.variantId === "string" &&
    typeof line.name === "string" &&
    typeof line.currency === "string" &&
    typeof line.options === "object" &&
    Number.isInteger(line.price) &&
    Number.isInteger(line.quantity) &&
    (line.quantity ?? 0) > 0
  );
}

/** As it is asked for. */
export function itemsOf(cart: Cart) {
  return cart.map(({ productId, variantId, options, quantity }) => ({
    productId,
    variantId,
    options,
    quantity,
  }));
}
