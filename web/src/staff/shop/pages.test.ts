import { describe, expect, it } from "vitest";
import { formOfPage, pageAsked, redirectsOf, slugLike } from "./pages";

describe("a page of the shop's own", () => {
  it("comes back as it was, without languages that have no title", () => {
    const texts = { en: { title: "About us", html: "<p>One &amp; two</p>" } };
    const form = formOfPage({ slug: "about", texts, atFoot: false, position: 3, changedAt: "" });
    expect(form).toMatchObject({
      slug: "about",
      position: "3",
      texts: { en: { text: "One & two" } },
    });
    const more = { ...form, texts: { ...form.texts, ko: { title: " ", text: "x", html: false } } };
    expect(pageAsked(more)).toEqual({ texts, atFoot: false, position: 3 });
  });

  it("has an address of its title's letters", () => {
    expect(slugLike(" Über uns & mehr! ")).toBe("uber-uns-mehr");
    expect(slugLike("О нас")).toBe("");
  });
});

describe("addresses that lead on", () => {
  it("are read a line each, as Shopify exports them too", () => {
    const text = 'Redirect from,Redirect to\n"/old","/new"\n\n/a\t/b\r\n/c https://x.example/y';
    expect(redirectsOf(text)).toEqual([
      { path: "/old", target: "/new" },
      { path: "/a", target: "/b" },
      { path: "/c", target: "https://x.example/y" },
    ]);
    expect(redirectsOf("/only-one")).toBeNull();
    expect(redirectsOf(" ")).toEqual([]);
  });
});
