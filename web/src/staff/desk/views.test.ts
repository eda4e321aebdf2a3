import { expect, test } from "vitest";
import { filtersOf, sameFilters } from "./views";

test("an address says the same in any order, and what is not set says nothing", () => {
  expect(filtersOf({ q: "mug", status: undefined, low: false, from: "" })).toEqual({ q: "mug" });
  expect(sameFilters({ q: "mug", low: true }, { low: true, q: "mug", status: undefined })).toBe(
    true,
  );
  expect(sameFilters({ q: "mug" }, { q: "mugs" })).toBe(false);
  expect(sameFilters({}, { q: undefined })).toBe(true);
});
