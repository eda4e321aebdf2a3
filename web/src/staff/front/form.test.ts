import { describe, expect, it } from "vitest";
import { asked, blank, draftsOf, said, titleOf } from "./form";

describe("the form of the home page", () => {
  it("sends what a block's kind has a use for", () => {
    const banner = { ...blank("banner", 1), link: " /category/lamps " };
    expect(asked(banner)).toEqual({
      kind: "banner",
      words: {},
      link: "/category/lamps",
      picture: null,
    });
    const shelf = { ...blank("collection", 2), categoryId: "a", productIds: ["b"] };
    expect(asked(shelf)).toMatchObject({ source: "newest", categoryId: null, productIds: [] });
    expect(asked({ ...shelf, source: "category" })).toMatchObject({ categoryId: "a" });
    expect(asked({ ...shelf, source: "products" })).toMatchObject({ productIds: ["b"] });
    expect(Object.keys(asked(blank("text", 3)))).toEqual(["kind", "words"]);
  });

  it("has words by language, and none where nothing is said", () => {
    const one = said(blank("text", 1), "ru", { title: "Свет" });
    expect(one.words).toEqual({ ru: { title: "Свет", text: "", link: "", alt: "" } });
    expect(titleOf(one, "en")).toBe("Свет");
    expect(said(one, "ru", { title: "" }).words).toEqual({});
    expect(draftsOf(null)).toEqual([]);
  });
});
