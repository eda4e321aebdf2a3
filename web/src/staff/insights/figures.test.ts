import { describe, expect, it } from "vitest";
import { amountIn, currenciesOf } from "../../base/amounts";
import { cancelledOf, changeOf } from "./figures";

const cancelled = { buyer: 1, staff: 1, expired: 2, unpaid: 0, refunded: 3 };

describe("statistics", () => {
  it("adds up what was cancelled for any reason", () => {
    expect(cancelledOf({ cancelled })).toBe(7);
  });

  it("knows each currency once, the shop's own first", () => {
    const amounts = ["PTS", "RUB", "EUR", "RUB"].map((currency) => ({ currency, amount: 3 }));
    expect(currenciesOf(amounts, "RUB")).toEqual(["RUB", "EUR", "PTS"]);
    expect(currenciesOf(amounts, null)).toEqual(["EUR", "PTS", "RUB"]);
    expect(amountIn(amounts, "EUR")).toBe(3);
    expect(amountIn(amounts, "KRW")).toBe(0);
  });

  it("says how much more or less it is, where that can be said", () => {
    expect(changeOf(150, 100)).toEqual({ kind: "up", part: 0.5 });
    expect(changeOf(0, 100)).toEqual({ kind: "down", part: -1 });
    expect(changeOf(100, 100)).toEqual({ kind: "same" });
    expect(changeOf(0, 0)).toEqual({ kind: "none" });
    expect(changeOf(7, 0)).toEqual({ kind: "new" });
    expect(changeOf(7, -3)).toEqual({ kind: "up", part: undefined });
    expect(changeOf(-9, -3)).toEqual({ kind: "down", part: undefined });
  });
});
