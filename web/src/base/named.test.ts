import { expect, test } from "vitest";
import { nameIn } from "./named";

test("it is called as its reader's language has it, else by its own name", () => {
  const portrait = { name: "Portrait", texts: { ru: { name: "Портрет" }, ko: { name: "" } } };
  expect(["ru", "ko", "en"].map((locale) => nameIn(portrait, locale))).toEqual([
    "Портрет",
    "Portrait",
    "Portrait",
  ]);
});
