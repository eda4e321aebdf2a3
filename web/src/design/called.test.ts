import { expect, test } from "vitest";
import { partsOfRole } from "./called";

test("a role that the shop has words for is read in them, the second of its kind with its number", () => {
  expect(partsOfRole("photographer")).toEqual({ one: "photographer", number: undefined });
  expect(partsOfRole("photographer-2")).toEqual({ one: "photographer", number: "2" });
  expect(partsOfRole("make-up")).toEqual({ one: "make-up", number: undefined });
  expect(partsOfRole("Второй фотограф").one).toBeUndefined();
});
