import { expect, it } from "vitest";
import { csvText } from "./csv";

it("quotes what divides cells, and what a spreadsheet would calculate", () => {
  expect(
    csvText([
      ["Name", "Left"],
      ['Mug, "white"', 3],
      ["=SUM(A1)", null],
      ["-5", -5],
    ]),
  ).toBe('Name,Left\r\n"Mug, ""white""",3\r\n\'=SUM(A1),\r\n\'-5,-5\r\n');
});

it("holds no formula where a spreadsheet parts cells by another mark", () => {
  expect(csvText([["Anna;=SUM(A1)"], ['Anna;"-1'], ["a\n+1"], ["a; b"]])).toBe(
    `Anna;'=SUM(A1)\r\n"Anna;""'-1"\r\n"a\n'+1"\r\na; b\r\n`,
  );
});
