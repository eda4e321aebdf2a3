import { describe, expect, it } from "vitest";
import { preview } from "./discount";
import { daysAndSeconds, phaseAt } from "./window";

const TEN = {
  rule: "percent" as const,
  value: 10,
  cap: null,
  minimum: 0,
  currency: null,
  scope: null,
};
const LINES = [
  { productId: "a", price: 333, quantity: 1 },
  { productId: "b", price: 1_000, quantity: 2 },
];

describe("what a coupon takes off", () => {
  it("is a percentage rounded down, at most the cap", () => {
    expect(preview(TEN, LINES, "RUB")).toEqual({ off: 233 });
    expect(preview({ ...TEN, cap: 200, currency: "RUB" }, LINES, "RUB")).toEqual({ off: 200 });
  });

  it("is an amount, or all there is to pay", () => {
    const fixed = { ...TEN, rule: "fixed" as const, value: 500, currency: "RUB" };
    expect(preview(fixed, LINES, "RUB")).toEqual({ off: 500 });
    expect(preview({ ...fixed, value: 9_000 }, LINES, "RUB")).toEqual({ off: 2_333 });
  });

  it("is of the campaign's products only", () => {
    expect(preview({ ...TEN, scope: ["b"] }, LINES, "RUB")).toEqual({ off: 200 });
    expect(preview({ ...TEN, scope: ["c"] }, LINES, "RUB")).toMatchObject({ reason: "scope" });
  });

  it("is nothing in another currency, or below the minimum", () => {
    expect(preview({ ...TEN, currency: "EUR" }, LINES, "RUB")).toMatchObject({
      reason: "currency",
    });
    expect(preview({ ...TEN, minimum: 3_000, currency: "RUB" }, LINES, "RUB")).toEqual({
      reason: "minimum",
      missing: 667,
    });
  });

  it("is exact also where doubles are not", () => {
    const huge = [{ productId: "a", price: 9_007_199_254_740_991, quantity: 1 }];
    expect(preview({ ...TEN, value: 99 }, huge, "PTS")).toEqual({ off: 8_917_127_262_193_581 });
  });
});

describe("a campaign's window", () => {
  const times = { opensAt: "2030-01-01T00:00:00Z", closesAt: "2030-01-02T00:00:00Z" };

  it("opens and closes on the dot", () => {
    const opens = Date.parse(times.opensAt);
    const closes = Date.parse(times.closesAt);
    expect(phaseAt(times, opens - 1)).toBe("upcoming");
    expect(phaseAt(times, opens)).toBe("open");
    expect(phaseAt(times, closes - 1)).toBe("open");
    expect(phaseAt(times, closes)).toBe("closed");
    expect(phaseAt({ ...times, closesAt: null }, closes)).toBe("open");
  });

  it("is told in days and a clock", () => {
    expect(daysAndSeconds(2 * 86_400_000 + 61_000)).toEqual({ days: 2, seconds: 61 });
    expect(daysAndSeconds(-5)).toEqual({ days: 0, seconds: 0 });
  });
});
