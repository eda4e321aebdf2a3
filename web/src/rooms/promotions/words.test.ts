import { expect, test } from "vitest";
import { goodsOf } from "./words";

const terms = { rule: "percent", scope: null } as const;

test("what is for some products, categories or sellers is not said to be for all products", () => {
  expect(goodsOf(terms)).toBe("coupons.forAll");
  expect(goodsOf({ ...terms, categories: null, sellers: null })).toBe("coupons.forAll");
  expect(goodsOf({ ...terms, scope: ["p"] })).toBe("coupons.forSelected");
  expect(goodsOf({ ...terms, categories: ["c"] })).toBe("coupons.forSelected");
  expect(goodsOf({ ...terms, sellers: ["s"] })).toBe("coupons.forSelected");
  expect(goodsOf({ ...terms, rule: "set-percent", scope: ["p"] })).toBe("coupons.forSet");
});
