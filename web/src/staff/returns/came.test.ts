import { expect, it } from "vitest";
import { came, parted, unitsOf } from "./came";

const found = { lines: [{ line: 0, quantity: 3 }] } as Parameters<typeof came>[0];

it("begins with all of it back on sale, and what is written off is taken of that", () => {
  const { 0: whole } = came(found);
  if (!whole) throw new Error("a line is missing");
  expect(parted(whole, 3, "writtenOff", 1)).toMatchObject({ restocked: 2, writtenOff: 1 });
  expect(parted(whole, 3, "writtenOff", 3)).toMatchObject({ restocked: 0, writtenOff: 3 });
});

it("never says that more came than was to come, and lets less have come", () => {
  const one = { restocked: 1, writtenOff: 2, fault: "A crack" };
  expect(parted(one, 3, "restocked", 2)).toEqual({ restocked: 2, writtenOff: 1, fault: "A crack" });
  const less = parted(one, 3, "restocked", 0);
  expect(unitsOf({ 0: less })).toEqual([{ line: 0, quantity: 2 }]);
});
