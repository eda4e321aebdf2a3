import { expect, it } from "vitest";
import { compareCells } from "./sorting";

const by = (cells: (string | number | null)[]) =>
  cells.toSorted((one, other) => compareCells(one, other, "en"));

it("sorts numbers by size, words by the language, and leaves what is empty to the end", () => {
  expect(by([10, 9, null, 100])).toEqual([9, 10, 100, null]);
  expect(by(["SKU-10", "SKU-9", "", "äpfel", "Zebra"])).toEqual([
    "äpfel",
    "SKU-9",
    "SKU-10",
    "Zebra",
    "",
  ]);
});
