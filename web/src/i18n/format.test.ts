import { describe, expect, it } from "vitest";
import { formatsOf } from "./format";

/** No-break spaces of either width as plain ones, to be read. */
function said(locale: string, amount: number, currency: string): string {
  return formatsOf(locale)
    .price(amount, currency)
    .replace(/[\u00a0\u202f]/g, " ");
}

describe("prices", () => {
  it("of money are in minor units, with the currency's own decimals", () => {
    expect(said("en", 129_950, "EUR")).toBe("€1,299.50");
    expect(said("ru", 129_900, "RUB")).toBe("1 299 ₽");
    expect(said("ko", 1_299, "KRW")).toBe("₩1,299");
  });

  it("in points are whole and named as people name them", () => {
    expect(said("en", 1, "PTS")).toBe("1 point");
    expect(said("en", 1_200, "PTS")).toBe("1,200 points");
    expect(said("ru", 1, "PTS")).toBe("1 балл");
    expect(said("ru", 22, "PTS")).toBe("22 балла");
    expect(said("ru", 1_200, "PTS")).toBe("1 200 баллов");
    expect(said("ko", 1_200, "PTS")).toBe("1,200 P");
    expect(said("en", -1, "PTS")).toBe("-1 point");
  });

  it("reach the largest balance there is", () => {
    expect(said("en", Number.MAX_SAFE_INTEGER, "PTS")).toBe("9,007,199,254,740,991 points");
  });
});
