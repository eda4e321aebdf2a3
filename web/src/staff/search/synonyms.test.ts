import { expect, test } from "vitest";
import { groupsOf, lineOf, textOf } from "./synonyms";

test("a group is a line, its words divided by commas", () => {
  const { groups, lines } = groupsOf(" sofa , settee\n\n,\nTV, телик ,");
  expect(groups).toEqual([
    ["sofa", "settee"],
    ["TV", "телик"],
  ]);
  expect(textOf(groups)).toBe("sofa, settee\nTV, телик");
  expect([lineOf("groups[1]", lines), lineOf("groups[0][2]", lines)]).toEqual([4, 1]);
  expect([lineOf("revision", lines), lineOf(undefined, lines)]).toEqual([undefined, undefined]);
});
