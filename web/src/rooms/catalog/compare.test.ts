import { beforeEach, expect, test, vi } from "vitest";

vi.stubGlobal("window", new EventTarget());
const { forgetVisitor } = await import("../../base/session");
const { choose, chosen, idsOf, MOST, readCompare, rowsOf } = await import("./compare");

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const names = {
  vendor: "Brand",
  seller: "Sold by",
  shop: "The shop",
  fact: ({ value, unit }: { value: unknown; unit: string }) => `${value} ${unit}`.trim(),
};
const weight = (value: number) => ({ code: "weight", name: "Weight", value, unit: "g" });
const screen = { code: "screen", name: "Screen", value: "OLED", unit: "" };
const colors = (...values: string[]) => [{ code: "color", name: "Color", values, swatches: {} }];
const product = { vendor: "", sellerName: null, attributes: [], options: [] };

beforeEach(() => chosen.write([]));

test("no more are chosen than stand side by side, and one may make room", () => {
  for (let number = 1; number <= MOST; number += 1) expect(choose(id(number), true)).toBe(true);
  expect(choose(id(9), true)).toBe(false);
  expect(choose(id(2), true)).toBe(true);
  expect(choose(id(1), false)).toBe(true);
  expect(choose(id(9), true)).toBe(true);
  expect(chosen.read()).toEqual([id(3), id(4), id(2), id(9)]);
  forgetVisitor();
  expect(chosen.read()).toEqual([]);
});

test("an address has ids, each once, and nothing else", () => {
  const written = [id(1), "../x", id(2).toUpperCase(), id(1), id(3), id(4), id(5)].join(", ");
  expect(idsOf(written)).toEqual([id(1), id(2), id(3), id(4)]);
  expect(readCompare({ ids: "x", differences: "maybe" })).toEqual({});
  expect(readCompare({ ids: id(1), differences: true })).toEqual({ ids: id(1), differences: true });
});

test("what is told of any has a row, and says where they differ", () => {
  const rows = rowsOf(
    [
      { ...product, vendor: "Acme", attributes: [screen, weight(170)], options: colors("Black") },
      { ...product, vendor: "Acme", attributes: [weight(182), screen] },
      { ...product, vendor: "Acme", attributes: [screen], options: colors("Black", "Red") },
    ],
    names,
  );
  expect(rows.map(({ name, values, differs }) => [name, values, differs])).toEqual([
    ["Brand", ["Acme", "Acme", "Acme"], false],
    ["Screen", ["OLED", "OLED", "OLED"], false],
    ["Weight", ["170 g", "182 g", null], true],
    ["Color", ["Black", null, "Black, Red"], true],
  ]);
});

test("who sells is told where one of them has a seller of its own", () => {
  const rows = rowsOf([product, { ...product, sellerName: "Aperture" }], names);
  expect(rows).toEqual([
    { key: "seller", name: "Sold by", values: ["The shop", "Aperture"], differs: true },
  ]);
  expect(rowsOf([product, product], names)).toEqual([]);
});
