import type { OrderShown, VariantBody } from "../../base/api/schema";
import { costOf } from "../../base/cost";

type Variant = Pick<VariantBody, "id" | "price" | "discountPrice">;
type Item = Pick<OrderShown["items"][number], "variantId" | "price">;

/** By how much one of these costs more now than one of those sent back; below zero: less. What is
 * not sold any more costs what it did. */
export function dearerBy(variants: readonly Variant[], { variantId, price }: Item, wanted: string) {
  const was = variants.find(({ id }) => id === variantId);
  const one = variants.find(({ id }) => id === wanted);
  return one ? costOf(one) - (was ? costOf(was) : price) : 0;
}
