import { expect, test } from "vitest";
import type { CategoryBody, StaffAttribute } from "../../base/api/schema";
import { emptyForm, formFrom, freshKey, recombined } from "./form";
import { viewed } from "./preview";

const NOW = Date.parse("2026-11-20T12:00:00");
const AROUND = {
  product: null,
  currency: "EUR",
  digits: 2,
  description: "<p>Ok</p>",
  now: NOW,
  attributes: [],
  locale: "ru",
};
const TREE = [
  { id: "a", slug: "home", name: "Home", parentId: null },
  { id: "b", slug: "mugs", name: "Mugs", parentId: "a" },
] as unknown as CategoryBody[];

test("a form is shown as its page would be, what cannot be read yet as nothing", () => {
  const form = emptyForm();
  const [only] = form.variants;
  if (!only) throw new Error("a form has a variant");
  const discount = { price: "8", begins: "2026-11-20T11:00", ends: "" };
  form.variants = [{ ...only, price: "9.50", compareAt: "x", stock: "3", discount }];
  const shown = viewed(
    { ...form, name: " Mug ", categoryId: "b" },
    { ...AROUND, categories: TREE },
  );
  expect(shown.name).toBe("Mug");
  expect(shown.categoryPath.map(({ name }) => name)).toEqual(["Home", "Mugs"]);
  expect(shown.variants[0]).toMatchObject({
    price: 950,
    discountPrice: 800,
    compareAtPrice: null,
    stock: 3,
  });
  const later = { ...discount, begins: "2026-11-21T00:00" };
  form.variants = [{ ...only, price: "9.50", discount: later }];
  expect(viewed(form, { ...AROUND, categories: [] }).variants[0]?.discountPrice).toBeNull();
});

test("what describes it is called as in the visitor's language", () => {
  const known = [
    { code: "material", name: "Material", unit: "", translations: { ru: "Материал" } },
    { code: "width", name: "Width", unit: "cm", translations: {} },
    { code: "safe", name: "Safe", unit: "", translations: {} },
  ].map((one) => ({ ...one, valueTranslations: { ru: { Clay: "Глина" } } }));
  const shown = viewed(
    { ...emptyForm(), vendor: " Mill ", attributes: { material: "Clay", width: 9.5 } },
    { ...AROUND, categories: [], attributes: known as unknown as StaffAttribute[] },
  );
  expect(shown.vendor).toBe("Mill");
  expect(shown.attributes).toEqual([
    { code: "material", name: "Материал", value: "Глина", unit: "" },
    { code: "width", name: "Width", value: 9.5, unit: "cm" },
  ]);
});

test("a draft is read if it is a form, and what is added later has keys of its own", () => {
  expect(formFrom(null)).toBeNull();
  expect(formFrom({ name: "Mug" })).toBeNull();
  expect(formFrom({ ...emptyForm(), variants: {} })).toBeNull();
  const values = [{ key: "k900", text: "Black" }];
  const options = [{ key: "k901", name: "Colour", values }];
  const draft = { ...emptyForm(), options, variants: recombined(options, []) };
  expect(formFrom(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  expect(Number(freshKey().slice(1))).toBeGreaterThan(901);
});
