import type { ProductBody, VariantBody } from "../../base/api/schema";
import type { Options } from "../../base/api/types";

type Choosable = Pick<ProductBody, "variants">;

/** The variant of the address, else the first that can be bought, else the first. */
export function initialVariant(product: Choosable, wanted?: string): VariantBody | undefined {
  return (
    product.variants.find((variant) => variant.id === wanted) ??
    product.variants.find((variant) => variant.stock > 0) ??
    product.variants[0]
  );
}

/**
 * The variant to go to when one value is chosen: it has that value, and keeps as many of the other
 * choices as exist. So whatever is chosen can be had, or at least waited for.
 */
export function choose(product: Choosable, current: Options, code: string, value: string) {
  let best: VariantBody | undefined;
  let most = -1;
  for (const variant of product.variants) {
    if (variant.options[code] !== value) continue;
    const kept = Object.entries(current).filter(([name, had]) => variant.options[name] === had);
    if (kept.length > most) [best, most] = [variant, kept.length];
  }
  return best;
}

export function pictureOf(product: ProductBody, variant?: VariantBody): string | null {
  return variant?.imageUrl ?? product.images[0]?.url ?? null;
}
