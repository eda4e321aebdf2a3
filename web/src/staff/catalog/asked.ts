import type { StaffProduct } from "../../base/api/schema";
import type { ProductAsked } from "../../base/api/types";

export type Status = StaffProduct["status"];
/** What of a product can be changed in the list. */
export type InlineField = "status" | "price" | "discount";

/** A product as it is kept, in the words in which it is sent back: whole, since what is left out is
 * empty. */
export function askedOf(product: StaffProduct): ProductAsked {
  return {
    name: product.name,
    description: product.description,
    handle: product.handle,
    ...(product.categoryId ? { categoryId: product.categoryId } : {}),
    ...(product.sellerId ? { sellerId: product.sellerId } : {}),
    attributes: product.attributes,
    vendor: product.vendor,
    tags: product.tags,
    status: product.status,
    holdUnits: product.holdUnits,
    options: product.options,
    variants: product.variants.map((one) => ({
      id: one.id,
      values: one.values,
      price: one.price,
      sku: one.sku,
      barcode: one.barcode,
      compareAtPrice: one.compareAtPrice,
      discount: one.discount,
      weightGrams: one.weightGrams,
      measure: one.measure,
    })),
    images: product.images.map(({ url, alt, alts }) => ({ url, alt, alts })),
  };
}

/** With another price of its only variant, or another discount; its days stay, none takes it away. */
export function priced(
  asked: ProductAsked,
  field: "price" | "discount",
  amount: number | null,
): ProductAsked {
  const variants = asked.variants.map((one) => {
    if (field === "price") return { ...one, price: amount ?? one.price };
    if (amount === null) return { ...one, discount: null };
    const { begins = null, ends = null } = one.discount ?? {};
    return { ...one, discount: { price: amount, begins, ends } };
  });
  return { ...asked, variants };
}

/** With that field as it was before; of a discount with its days, also where it was taken away. */
export function restored(
  asked: ProductAsked,
  field: InlineField,
  before: StaffProduct,
): ProductAsked {
  if (field === "status") return { ...asked, status: before.status };
  const variants = asked.variants.map((one) => {
    const old = before.variants.find(({ id }) => id === one.id);
    if (!old) return one;
    return field === "price" ? { ...one, price: old.price } : { ...one, discount: old.discount };
  });
  return { ...asked, variants };
}
