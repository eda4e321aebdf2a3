import { expect, test } from "vitest";
import { EMPTY, readSale } from "./saleForm";

const TYPED = {
  ...EMPTY,
  productId: "p",
  variantId: "v",
  quantity: "1 000",
  price: "499.50",
  endTime: "2026-11-27T10:00",
};

test("what was typed becomes what the server takes", () => {
  expect(readSale(TYPED, 2)).toEqual({
    asked: {
      productId: "p",
      variantId: "v",
      quantity: 1000,
      price: 49950,
      perCustomer: 1,
      endTime: new Date("2026-11-27T10:00").toISOString(),
    },
  });
});

test("a location is named only where one was chosen", () => {
  expect(readSale({ ...TYPED, locationId: "l" }, 2)).toMatchObject({ asked: { locationId: "l" } });
});

test("every field at fault is named, in their order", () => {
  expect(readSale(EMPTY, 2)).toEqual({ faults: ["productId", "quantity", "price", "endTime"] });
  const backwards = { ...TYPED, variantId: "", startTime: "2026-11-27T10:00" };
  expect(readSale(backwards, 2)).toEqual({ faults: ["variantId", "endTime"] });
});
