import { expect, it } from "vitest";
import { page, root } from "./root";

const nothing = () => null;

/** By what a page is told from the same of another thing, as the router asks. */
function told(route: { options: { remountDeps?: unknown } }, params: Record<string, string>) {
  const by = route.options.remountDeps as (of: object) => unknown;
  return JSON.stringify(by({ params, search: { tab: Math.random() } }));
}

it("the page of one thing begins anew for another, not for another search", () => {
  const made = page(root, "/things/$id", nothing);
  expect(told(made, { id: "one" })).toBe(told(made, { id: "one" }));
  expect(told(made, { id: "one" })).not.toBe(told(made, { id: "other" }));
});

it("a page that minds it itself stays", () => {
  const made = page(root, "/lists/$id", nothing, undefined, true);
  expect(told(made, { id: "one" })).toBe(told(made, { id: "other" }));
});
