import { expect, test } from "vitest";
import type { StaffProductRow } from "../../base/api/schema";
import { NEW_BULK, readBulk } from "./bulkForm";

const ROWS = [{ variantIds: ["a", "b"] }, { variantIds: ["c"] }] as StaffProductRow[];
const read = (part: Partial<typeof NEW_BULK>, digits = 2) =>
  readBulk({ ...NEW_BULK, ...part }, ROWS, digits);

test("prices go down and up by percent or amount, or are set", () => {
  const price = (part: Partial<typeof NEW_BULK>) => read({ kind: "price", ...part });
  expect(price({ price: "10 %" })).toEqual({ change: { price: { by: "percent", value: -10 } } });
  expect(price({ priceStep: "up-percent", price: "150" })).toEqual({
    change: { price: { by: "percent", value: 150 } },
  });
  expect(price({ priceStep: "down", price: "1,50" })).toEqual({
    change: { price: { by: "amount", value: -150 } },
  });
  expect(price({ priceStep: "set", price: "9.90" })).toEqual({
    change: { price: { by: "set", value: 990 } },
  });
  for (const wrong of ["", "0", "100", "1.5", "-3"])
    expect(price({ price: wrong })).toEqual({ faults: { price: "percent" } });
  expect(price({ priceStep: "set", price: "cheap" })).toEqual({ faults: { price: "amount" } });
});

test("a discount has its window, or ends", () => {
  expect(read({ kind: "discount", ends: true })).toEqual({ change: { discount: null } });
  expect(read({ kind: "discount", percent: "20" })).toEqual({
    change: { discount: { percent: 20, begins: null, ends: null } },
  });
  const window = { from: "2026-05-02T10:00", until: "2026-05-01T10:00" };
  expect(read({ kind: "discount", percent: "20", ...window })).toEqual({
    faults: { until: "backwards" },
  });
});

test("tags are a list, of which none is twice", () => {
  expect(read({ kind: "tags", addTags: "sale, new ,sale,", removeTags: "old" })).toEqual({
    change: { addTags: ["sale", "new"], removeTags: ["old"] },
  });
  expect(read({ kind: "tags" })).toEqual({ faults: { addTags: "missing" } });
});

test("stock is that of every variant, with a reason", () => {
  expect(read({ kind: "stock", count: "5", reason: " delivery " })).toEqual({
    stock: { variantIds: ["a", "b", "c"], deposit: 5, reason: "delivery" },
  });
  expect(read({ kind: "stock", stockStep: "set", count: "0", reason: "gone" })).toEqual({
    stock: { variantIds: ["a", "b", "c"], set: 0, reason: "gone" },
  });
  expect(read({ kind: "stock", count: "0" })).toEqual({
    faults: { count: "count", reason: "missing" },
  });
});
