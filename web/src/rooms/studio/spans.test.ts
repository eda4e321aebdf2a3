import { expect, it } from "vitest";
import { partOf } from "./spans";

it("tells a part of a whole, and none of nothing", () => {
  expect(partOf(90, 540)).toBeCloseTo(1 / 6);
  expect(partOf(0, 540)).toBe(0);
  expect(partOf(60, 0)).toBeNull();
});
