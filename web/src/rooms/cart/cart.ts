import type { Shortage } from "../../base/api/schema";
import type { Options } from "../../base/api/types";
import { clampQuantity } from "../../base/quantity";

/** What a line needs to be shown before (or without) an answer from the server. */
export interface CartLine {
  productId: string;
  variantId: string;
  handle: string;
  name: string;
  options: Options;
  quantity: number;
  price: number;
  currency: string;
  imageUrl: string | null;
}

export type Cart = readonly CartLine[];

/** A variant has one line: adding it again adds to its quantity and refreshes what is shown. */
export function add(cart: Cart, line: CartLine): Cart {
  const old = cart.find((each) => each.variantId === line.variantId);
  if (!old) return [...cart, { ...line, quantity: clampQuantity(line.quantity) }];
  const quantity = clampQuantity(old.quantity + line.quantity);
  return cart.map((each) => (each === old ? { ...line, quantity } : each));
}

export function setQuantity(cart: Cart, variantId: string, quantity: number): Cart {
  return cart.map((each) =>
    each.variantId === variantId ? { ...each, quantity: clampQuantity(quantity) } : each,
  );
}

export function remove(cart: Cart, variantId: string): Cart {
  return cart.filter((each) => each.variantId !== variantId);
}

/** Takes out what an order holds; what was added to the cart meanwhile stays. */
export function subtract(
  cart: Cart,
  bought: readonly { variantId: string; quantity: number }[],
): Cart {
  const left = new Map(cart.map((line) => [line.variantId, line.quantity]));
  for (const { variantId, quantity } of bought) {
    left.set(variantId, (left.get(variantId) ?? 0) - quantity);
  }
  return cart.flatMap((line) => {
    const quantity = left.get(line.variantId) ?? 0;
    return quantity > 0 ? [{ ...line, quantity }] : [];
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

export function pieces(cart: Cart): number {
  return cart.reduce((sum, line) => sum + line.quantity, 0);
}

/** Totals by currency; a cart is nearly always of one. */
export function totals(cart: Cart): { currency: string; amount: number }[] {
  const sums = new Map<string, number>();
  for (const { currency, price, quantity } of cart) {
    sums.set(currency, (sums.get(currency) ?? 0) + price * quantity);
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount }));
}

/** Names what is being reserved, so that a reload finds its own hold again. */
export function digest(cart: readonly Pick<CartLine, "variantId" | "quantity">[]): string {
  return cart
    .map((line) => `${line.variantId}*${line.quantity}`)
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
