import { expect, test } from "vitest";
import { linesOf } from "./codes";

test("each line is a code, whatever ends it", () => {
  expect(linesOf("A-1\r\nA-2\rA-3\n\n  A-4  ")).toEqual(["A-1", "A-2", "A-3", "A-4"]);
});

test("quotes that a spreadsheet put around a line are no part of the code", () => {
  expect(linesOf('"A ""b"", c"\nd"e')).toEqual(['A "b", c', 'd"e']);
});
