import { describe, expect, it } from "vitest";
import type { Shortage } from "../../base/api/schema";
import type { CartLine } from "./cart";
import * as carts from "./cart";

function line(variantId: string, quantity: number, price = 100, currency = "RUB"): CartLine {
  return {
    productId: `product-${variantId}`,
    variantId,
    handle: variantId,
    name: variantId.toUpperCase(),
    options: { color: "black" },
    quantity,
    price,
    currency,
    imageUrl: null,
  };
}

function short(variantId: string, wanted: number, available: number): Shortage {
  return {
    line: 0,
    productId: `product-${variantId}`,
    variantId,
    wanted,
    available,
    held: 0,
    nextReleaseAt: null,
  };
}

describe("cart", () => {
  it("sums money by currency, without what is gone", () => {
    const gone = { ...line("d", 1, 999), gone: true };
    const cart = [line("a", 2, 150), line("b", 1, 50), line("c", 3, 10, "KRW"), gone];
    expect(carts.totals(cart)).toEqual([
      { currency: "RUB", amount: 350 },
      { currency: "KRW", amount: 30 },
    ]);
  });

  it("is bought a currency at a time", () => {
    const cart = [line("a", 2), line("b", 1, 10, "PTS")];
    expect(carts.ofCurrency(cart, "PTS")).toEqual([line("b", 1, 10, "PTS")]);
    expect(carts.ofCurrency(cart, undefined)).toEqual(cart);
  });

  it("settles for what is left of every short line and leaves the others alone", () => {
    const cart = [line("a", 3), line("b", 2), line("c", 1)];
    const settled = carts.settleFor(cart, [short("a", 3, 1), short("b", 2, 0)]);
    expect(settled).toEqual([line("a", 1), line("c", 1)]);
  });

  it("has one digest for the same goods in any order", () => {
    expect(carts.digest([line("a", 1), line("b", 2)])).toBe(
      carts.digest([line("b", 2), line("a", 1)]),
    );
    expect(carts.digest([line("a", 1)])).not.toBe(carts.digest([line("a", 2)]));
  });

  it("survives what it finds in storage", () => {
    expect(carts.parseCart(null)).toEqual([]);
    expect(carts.parseCart("{")).toEqual([]);
    expect(carts.parseCart('[{"variantId":1},null,"x"]')).toEqual([]);
    const cart = [line("a", 1)];
    expect(carts.parseCart(JSON.stringify(cart))).toEqual(cart);
  });

  it("names what costs something else than when it was decided about", () => {
    const dearer = { ...line("a", 1, 150), priceBefore: 100 };
    const gone = { ...line("b", 1, 150), priceBefore: 100, gone: true };
    const seen = { ...line("c", 1, 150), priceBefore: null };
    const back = { ...line("d", 1, 150), priceBefore: 150 };
    expect(carts.repriced([dearer, gone, seen, back, line("e", 1)])).toEqual([dearer]);
  });
});
