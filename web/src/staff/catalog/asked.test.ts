import { expect, test } from "vitest";
import type { StaffProduct } from "../../base/api/schema";
import { askedOf, priced } from "./asked";

const ENDS = "2026-11-30T12:00:13.000Z";
const PRODUCT = {
  id: "p",
  name: "Mug",
  description: "<p>A mug</p>",
  handle: "mug",
  categoryId: null,
  sellerId: null,
  attributes: { material: "Clay" },
  vendor: "Mill",
  tags: ["a"],
  status: "active",
  holdUnits: null,
  options: [],
  variants: [
    {
      id: "v",
      values: [],
      price: 900,
      sku: "M",
      barcode: "4",
      compareAtPrice: null,
      discount: { price: 800, begins: null, ends: ENDS },
      weightGrams: 300,
      stock: 3,
    },
  ],
  images: [{ url: "/a", alt: "A mug", alts: {}, srcset: "" }],
} as unknown as StaffProduct;

test("another price leaves all else as it is, to the second", () => {
  const asked = priced(askedOf(PRODUCT), "price", 950);
  const [only] = asked.variants;
  expect(only).toMatchObject({ id: "v", price: 950, weightGrams: 300, barcode: "4" });
  expect(only?.discount).toEqual({ price: 800, begins: null, ends: ENDS });
  expect(asked.images).toEqual([{ url: "/a", alt: "A mug", alts: {} }]);
  expect(only).not.toHaveProperty("stock");
});

test("a discount keeps its days, and goes when it is emptied", () => {
  const [other] = priced(askedOf(PRODUCT), "discount", 700).variants;
  expect(other?.discount).toEqual({ price: 700, begins: null, ends: ENDS });
  expect(priced(askedOf(PRODUCT), "discount", null).variants[0]?.discount).toBeNull();
});
