import { describe, expect, it } from "vitest";
import { leaves } from "./unsaved";

const at = (pathname: string, search: object = {}) => ({ pathname, search });

describe("whether something unsaved is left", () => {
  it("is left for another page", () => {
    expect(leaves(at("/a"), at("/b"), [{}])).toBe(true);
    expect(leaves(at("/a"), at("/b"), [{ acrossQuery: true }])).toBe(true);
  });

  it("is left where the same page is asked for otherwise, unless the page holds it", () => {
    const [one, other] = [at("/a", { tab: "x" }), at("/a", { tab: "y" })];
    expect(leaves(one, other, [{}])).toBe(true);
    expect(leaves(one, other, [{ acrossQuery: true }])).toBe(false);
    expect(leaves(one, other, [{ acrossQuery: true }, {}])).toBe(true);
  });

  it("is not left for another place on the page, nor where nothing is typed", () => {
    expect(leaves(at("/a", { tab: "x" }), at("/a", { tab: "x" }), [{}])).toBe(false);
    expect(leaves(at("/a"), at("/b"), [])).toBe(false);
  });
});
