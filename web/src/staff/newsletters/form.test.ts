import { describe, expect, it } from "vitest";
import { askedOf, EMPTY, titleOf } from "./form";

describe("a newsletter as it is typed", () => {
  it("is sent without the languages in which nothing stands", () => {
    const ru = { title: " ", text: "Привет" };
    const asked = askedOf({ ...EMPTY, texts: { ...EMPTY.texts, ru }, products: ["p"] });
    expect(asked).toEqual({ texts: { ru }, products: ["p"], groupId: null });
  });

  it("is called in the reader's language, else in one that has a title", () => {
    const texts = { en: { title: "", text: "x" }, ru: { title: "Новинки", text: "" } };
    expect(titleOf(texts, "en", ["en", "ko"])).toBe("Новинки");
    expect(titleOf({}, "en", ["en"])).toBe("");
  });
});
