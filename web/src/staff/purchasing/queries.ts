import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type { PurchaseBody, PurchasesBody } from "../../base/api/schema";
import { ROWS } from "../desk/search";

export const PURCHASES = "/staff/purchases";
/** All of them, unless those that may still come, or those that ended, are asked for. */
export const WHICH = ["open", "ended"] as const;
export type Which = (typeof WHICH)[number];

/** `false` is a word here: a query leaves out what is not so. */
export function askedOf(which: Which | undefined): { open?: "true" | "false" } {
  return which ? { open: which === "open" ? "true" : "false" } : {};
}

export function purchasesQuery(which: Which | undefined, locale: string) {
  const asked = { ...askedOf(which), locale, limit: ROWS };
  const key = ["staff", "purchases", which ?? "all", locale];
  return { ...listQuery<PurchasesBody>(key, PURCHASES, asked), staleTime: 0 };
}

export function purchaseQuery(id: string, locale: string) {
  const path = `${PURCHASES}/${encodeURIComponent(id)}`;
  return {
    ...answerQuery<PurchaseBody>(["staff", "purchase", id, locale], path, { locale }),
    staleTime: 0,
  };
}

export const renewPurchases = () => renew(["staff"], ["products"]);
