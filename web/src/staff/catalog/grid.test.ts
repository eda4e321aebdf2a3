import { expect, test } from "vitest";
import { emptyForm, type VariantForm } from "./form";
import { cellOf, pasted } from "./grid";

const [blank] = emptyForm().variants as [VariantForm];
const ROWS = [blank, { ...blank, id: "v" }, blank];

test("a column that is pasted fills the rows from there on", () => {
  const filled = pasted(ROWS, { row: 1, field: "price" }, "9.50\r\n10\r\n11\r\n");
  expect(filled?.map(({ price }) => price)).toEqual(["", "9.50", "10"]);
  const several = pasted(ROWS, { row: 0, field: "weightGrams" }, "300\t5\n310\t6\textra");
  expect(several?.map(({ weight }) => weight)).toEqual(["300", "310", ""]);
  expect(several?.map(({ stock }) => stock)).toEqual(["5", "", ""]); // one that is there is counted
});

test("a single cell, and what is no column, is pasted as anywhere", () => {
  expect(pasted(ROWS, { row: 0, field: "price" }, "9.50")).toBeNull();
  expect(pasted(ROWS, { row: 0, field: "other" }, "1\n2")).toBeNull();
  expect(cellOf("variants[12].sku")).toEqual({ row: 12, field: "sku" });
  expect(cellOf("options[0].name")).toBeNull();
});
