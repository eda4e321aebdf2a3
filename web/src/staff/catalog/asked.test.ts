import { expect, test } from "vitest";
import type { StaffProduct } from "../../base/api/schema";
import { askedOf, priced, restored } from "./asked";

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

test("what is undone is as it was: a discount that was taken away has its days again", () => {
  const gone = priced(askedOf(PRODUCT), "discount", null);
  const [again] = restored(gone, "discount", PRODUCT).variants;
  expect(again?.discount).toEqual({ price: 800, begins: null, ends: ENDS });
  const dearer = priced(askedOf(PRODUCT), "price", 950);
  expect(restored(dearer, "price", PRODUCT).variants[0]?.price).toBe(900);
  const drafted = { ...askedOf(PRODUCT), status: "draft" as const };
  expect(restored(drafted, "status", PRODUCT).status).toBe("active");
});
