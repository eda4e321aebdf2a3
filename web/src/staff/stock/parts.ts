import { put } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { VariantParts } from "../../base/api/schema";
import type { Options } from "../../base/api/types";

/** One line of what a variant is made of, as typed. */
export interface PartLine {
  variantId: string;
  productName: string;
  options: Options;
  units: string;
}

const pathOf = (variantId: string) => `/staff/variants/${variantId}/parts`;

export const partsQuery = (variantId: string) => ({
  ...answerQuery<VariantParts>(["staff", "variant-parts", variantId], pathOf(variantId)),
  staleTime: 0,
});

/** How many of it one takes; null: that is no number to take. */
export function unitsOf(text: string): number | null {
  const units = /^\d{1,7}$/.test(text.trim()) ? Number(text) : 0;
  return units >= 1 && units <= 1_000_000 ? units : null;
}

export async function keepParts(variantId: string, lines: PartLine[]) {
  const parts = lines.map((one) => ({ variantId: one.variantId, units: unitsOf(one.units) ?? 0 }));
  const kept = await put<VariantParts>(pathOf(variantId), { parts });
  void renew(["staff"], ["products"]);
  return kept;
}
