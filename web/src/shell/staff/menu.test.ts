import { expect, it } from "vitest";
import { MENU, PAGES, pageAt } from "./menu";

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

it("a group begins with what it is named after", () => {
  const first = Object.fromEntries(MENU.map(({ group, pages }) => [group, pages[0]?.to]));
  expect(first["staffMenu.orders"]).toBe("/staff/orders");
  expect(first["staffMenu.products"]).toBe("/staff/products");
  expect(first["staffMenu.customers"]).toBe("/staff/people");
  expect(first["staffMenu.settings"]).toBe("/staff/settings");
  expect(first["staffMenu.studio"]).toBe("/staff/board");
});
