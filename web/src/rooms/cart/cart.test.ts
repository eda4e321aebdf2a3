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
  it("keeps one line a variant and shows its newest price", () => {
    const cart = carts.add(carts.add([], line("a", 1, 100)), line("a", 2, 90));
    expect(cart).toEqual([line("a", 3, 90)]);
  });

  it("bounds quantities", () => {
    expect(carts.setQuantity([line("a", 1)], "a", 0)[0]?.quantity).toBe(1);
    expect(carts.setQuantity([line("a", 1)], "a", 1e9)[0]?.quantity).toBe(99);
    expect(carts.setQuantity([line("a", 1)], "a", Number.NaN)[0]?.quantity).toBe(1);
  });

  it("sums pieces, and money by currency", () => {
    const cart = [line("a", 2, 150), line("b", 1, 50), line("c", 3, 10, "KRW")];
    expect(carts.pieces(cart)).toBe(6);
    expect(carts.totals(cart)).toEqual([
      { currency: "RUB", amount: 350 },
      { currency: "KRW", amount: 30 },
    ]);
  });

  it("settles for what is left of every short line and leaves the others alone", () => {
    const cart = [line("a", 3), line("b", 2), line("c", 1)];
    const settled = carts.settleFor(cart, [short("a", 3, 1), short("b", 2, 0)]);
    expect(settled).toEqual([line("a", 1), line("c", 1)]);
  });

  it("after a purchase keeps what was added meanwhile", () => {
    const cart = [line("a", 3), line("b", 1)];
    expect(carts.subtract(cart, [line("a", 2), line("b", 1)])).toEqual([line("a", 1)]);
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
});
