import { expect, test } from "vitest";
import { readLines, unitsOf } from "./purchaseForm";

const lamp = { variantId: "1", productName: "Lamp", options: {} };

test("lines are read as they are typed, all of them or none", () => {
  const good = { ...lamp, quantity: "20", cost: "12,50" };
  expect(readLines([good], 2)).toEqual([{ variantId: "1", quantity: 20, unitCost: 1250 }]);
  expect(readLines([good, { ...good, quantity: "0" }], 2)).toBeNull();
  expect(readLines([{ ...good, cost: "" }], 2)).toBeNull();
  expect(readLines([], 2)).toBeNull();
});

test("units are whole and bounded", () => {
  expect(["1", " 7", "0", "-1", "1.5", "1000001", ""].map(unitsOf)).toEqual([
    1,
    7,
    null,
    null,
    null,
    null,
    null,
  ]);
});
