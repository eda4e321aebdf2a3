import { expect, test } from "vitest";
import { dearerBy } from "./difference";

const variant = (id: string, price: number, discountPrice: number | null = null) => ({
  id,
  price,
  discountPrice,
});

test("the difference is that of what each costs now", () => {
  const variants = [
    variant("small", 1000, 800),
    variant("large", 1000),
    variant("huge", 1500, 700),
  ];
  const small = { variantId: "small", price: 1000 };
  expect(dearerBy(variants, small, "large")).toBe(200);
  expect(dearerBy(variants, small, "huge")).toBe(-100);
  expect(dearerBy(variants, small, "small")).toBe(0);
});

test("what is not sold any more costs what it did", () => {
  expect(dearerBy([variant("large", 1000, 900)], { variantId: "gone", price: 700 }, "large")).toBe(
    200,
  );
});
