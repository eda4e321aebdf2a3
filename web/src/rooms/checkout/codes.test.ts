import { expect, it } from "vitest";
import { readPriceWish, wishPrice } from "./price";

it("a code that was typed for goods of one currency is none for those of another", () => {
  wishPrice({ promoCode: "SPRING", codeFor: "RUB" });
  expect(readPriceWish("RUB").promoCode).toBe("SPRING");
  expect(readPriceWish("PTS").promoCode).toBe("");
  expect(readPriceWish("RUB").promoCode).toBe("SPRING");
});
