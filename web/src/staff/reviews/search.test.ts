import { expect, it } from "vitest";
import { allOr } from "./search";

const rows = Array.from({ length: 150 }, (_, at) => at);

it("of many reviews so many are chosen at once as can be sent, and none when they are", () => {
  expect(allOr([], rows.slice(0, 3))).toEqual([0, 1, 2]);
  expect(allOr([], rows)).toHaveLength(100);
  expect(allOr(rows.slice(0, 100), rows)).toEqual([]);
  expect(allOr(rows.slice(0, 3), rows.slice(0, 3))).toEqual([]);
});
