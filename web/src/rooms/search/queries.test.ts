import { expect, it } from "vitest";
import { isFiltered } from "./queries";

it("the words, the order and the page's language narrow nothing", () => {
  const search = { q: "mug", sort: "new", locale: "ru" } as const;
  expect(isFiltered(search)).toBe(false);
  expect(isFiltered({ ...search, min: 0 })).toBe(true);
});
