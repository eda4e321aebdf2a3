import { expect, it } from "vitest";
import { PAGES, pageAt } from "./menu";

it("no page stands in the menu twice", () => {
  expect(new Set(PAGES.map(({ to }) => to)).size).toBe(PAGES.length);
});

it("an address belongs to its own page", () => {
  expect(pageAt("/staff")?.to).toBe("/staff");
  expect(pageAt("/staff/log/")?.to).toBe("/staff/log");
});

it("what is opened from a page belongs to it, and to no page that only begins alike", () => {
  expect(pageAt("/staff/wallets/0199")?.to).toBe("/staff/wallets");
  expect(pageAt("/staff/logbook")).toBeUndefined();
});
