import { describe, expect, it } from "vitest";
import { amountText, parseAmount } from "./amount";

describe("a typed amount", () => {
  it.each([
    ["12", 2, 1200],
    ["12.5", 2, 1250],
    ["12,50", 2, 1250],
    ["1 299,90", 2, 129_990],
    ["1\u00a0299", 0, 1299],
    ["1,299", 2, 129_900],
    ["1.299.000", 0, 1_299_000],
    ["1,299", 3, 1299],
    ["0", 0, 0],
  ])("%s with %i decimals", (text, digits, minor) => {
    expect(parseAmount(text, digits)).toBe(minor);
  });

  it.each([
    ["", 2],
    ["-5", 2],
    ["12.345.1", 2],
    ["1.5", 0],
    ["1.23", 1],
    ["twelve", 2],
    ["1e3", 0],
  ])("is none: %s with %i decimals", (text, digits) => {
    expect(parseAmount(text, digits)).toBeNull();
  });

  it("is exact to the largest balance, and beyond it never rounded to one that would do", () => {
    expect(parseAmount("90071992547409.91", 2)).toBe(Number.MAX_SAFE_INTEGER);
    expect(parseAmount("90071992547409.92", 2)).toBe(2 ** 53);
    expect(parseAmount("99999999999999999999", 0)).toBe(2 ** 53);
  });

  it("comes back as it would be typed", () => {
    for (const [minor, digits, text] of [
      [1250, 2, "12.50"],
      [1200, 2, "12"],
      [5, 2, "0.05"],
      [1299, 0, "1299"],
    ] as const) {
      expect(amountText(minor, digits)).toBe(text);
      expect(parseAmount(text, digits)).toBe(minor);
    }
  });
});
