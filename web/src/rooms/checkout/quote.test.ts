import { describe, expect, it, vi } from "vitest";
import type { QuoteAnswer } from "../../base/api/schema";

vi.stubGlobal("window", new EventTarget());
const { couponOf, savingOf } = await import("./quote");

const quote = {
  bestCouponId: "ten",
  coupons: [
    { coupon: { id: "ten" }, saving: 100 },
    { coupon: { id: "five" }, saving: 50 },
  ],
} as unknown as QuoteAnswer;

describe("the coupon of a purchase", () => {
  it("is the best where nothing was decided, and saves what the server says", () => {
    expect(couponOf(quote, null)).toBe("ten");
    expect(savingOf(quote, "ten")).toBe(100);
  });

  it("is the one that was chosen, or none if none was chosen", () => {
    expect(couponOf(quote, "five")).toBe("five");
    expect(couponOf(quote, "none")).toBeNull();
  });

  it("falls back to the best when the chosen one cannot be used any more", () => {
    expect(couponOf(quote, "spent")).toBe("ten");
  });

  it("is none where nothing is known, or nothing takes off anything", () => {
    expect(couponOf(undefined, null)).toBeNull();
    expect(couponOf({ ...quote, bestCouponId: null }, null)).toBeNull();
    expect(savingOf(undefined, null)).toBe(0);
  });
});
