import { expect, it } from "vitest";
import { type ExperimentForm, newVariant, readForm } from "./form";

const FORM: ExperimentForm = {
  key: "buy-button",
  name: "What the button says",
  goal: "order-paid",
  baseRate: "3",
  leastDifference: "0.5",
  variants: [
    newVariant("As now"),
    { ...newVariant("B"), words: { "product.add": { en: "Get it" } } },
  ],
};

it("percent are parts of 10,000", () => {
  const read = readForm(FORM, ["en"]);
  expect("asked" in read && read.asked.baseRate).toBe(300);
  expect("asked" in read && read.asked.leastDifference).toBe(50);
});

it("says which fields are at fault, a language that is missing among them", () => {
  const empty = {
    ...FORM,
    key: "Buy",
    leastDifference: "97",
    variants: [...FORM.variants, newVariant("C")],
  };
  expect(readForm(empty, ["en", "ru"])).toEqual({
    faults: ["key", "leastDifference", "variants[1].words.product.add.ru", "variants[2]"],
  });
});
