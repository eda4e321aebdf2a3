import { expect, it } from "vitest";
import { fromCdn } from "./cdn";

it("puts the CDN before pictures of the shop's own, and only before those", () => {
  const set = "/media/a-320.webp 320w, /media/a-640.webp 640w";
  expect(fromCdn(set, "")).toBe(set);
  expect(fromCdn(set, "https://cdn.example")).toBe(
    "https://cdn.example/media/a-320.webp 320w, https://cdn.example/media/a-640.webp 640w",
  );
  const elsewhere = "https://shop.example/media/a.png";
  expect(fromCdn(elsewhere, "https://cdn.example")).toBe(elsewhere);
});
