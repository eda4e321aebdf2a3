import type { PurchaseOrderAsked, StaffVariant } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";

const MOST_UNITS = 1_000_000;

/** A line as typed. */
export interface TypedLine extends Pick<StaffVariant, "variantId" | "productName" | "options"> {
  quantity: string;
  cost: string;
}

/** So many units, if that is what was typed. */
export function unitsOf(typed: string): number | null {
  const units = /^\d+$/.test(typed.trim()) ? Number(typed) : 0;
  return units >= 1 && units <= MOST_UNITS ? units : null;
}

/** The lines as the server takes them; null if one of them is at fault. */
export function readLines(lines: TypedLine[], digits: number): PurchaseOrderAsked["lines"] | null {
  const read = lines.flatMap(({ variantId, quantity: typed, cost }) => {
    const quantity = unitsOf(typed);
    const unitCost = parseAmount(cost, digits);
    return quantity === null || unitCost === null ? [] : [{ variantId, quantity, unitCost }];
  });
  return read.length === lines.length && read.length > 0 ? read : null;
}
