import type { LinkProps } from "@tanstack/react-router";
import type { ParseKeys } from "i18next";
import type { StaffRoute } from "../../base/duties";

/** The groups of staff's menu, in its order. */
export const GROUPS = [
  "insights",
  "orders",
  "products",
  "customers",
  "marketing",
  "studio",
  "settings",
  "system",
] as const;
type Group = (typeof GROUPS)[number];

type Address = Extract<LinkProps["to"], `/staff${string}`>;

/** A page of the menu, by its whole address. */
export interface MenuPage {
  to: Exclude<Address, `${string}$${string}`>;
  label: ParseKeys;
  /** What it shows is asked there: whoever may not ask it sees no such page. */
  reads: StaffRoute;
  /** What is done on it and on those opened from it: who may do none of this only looks. A part that is
   * other work stands in `design/Work`. */
  writes: readonly StaffRoute[];
}

/** Puts pages into a group; within it rooms stand by the alphabet, after the one that leads it. */
export function inMenu(group: Group, ...pages: MenuPage[]) {
  return { group, pages, leads: false };
}

/** The same for the pages that a group is named after: they stand first. */
export function leadsMenu(group: Group, ...pages: MenuPage[]) {
  return { group, pages, leads: true };
}
