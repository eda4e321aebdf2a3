import type {
  CategoryBody,
  StaffAttribute,
  StaffProduct,
  VariantBody,
} from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import type { Viewed } from "../../rooms/catalog/ProductView";
import { type ProductForm, valuesOf } from "./form";

interface Around {
  product: StaffProduct | null;
  currency: string;
  digits: number;
  categories: readonly CategoryBody[];
  attributes: readonly StaffAttribute[];
  locale: string;
  /** As the server would keep it. */
  description: string;
  now: number;
}

/** The form as its page would show it: amounts that cannot be read yet are nothing. */
export function viewed(form: ProductForm, around: Around): Viewed {
  const { categories, description } = around;
  const options = form.options.filter(({ values }) => values.length > 0);
  const path: CategoryBody[] = [];
  for (let at = form.categoryId; at !== null; ) {
    const found = categories.find(({ id }) => id === at);
    if (found) path.unshift(found);
    at = found?.parentId ?? null;
  }
  return {
    name: form.name.trim(),
    description,
    categoryPath: path.map(({ id, slug, name }) => ({ id, slug, name })),
    images: form.images.map((image) => ({
      url: image.url,
      alt: image.alt,
      width: null,
      height: null,
      srcset: image.srcset ?? "",
      avifSrcset: image.avifSrcset ?? "",
      standIn: image.standIn ?? "",
    })),
    options: options.map((option) => ({
      code: option.code ?? option.key,
      name: option.name.trim(),
      values: option.values.map(({ text }) => text.trim()),
      swatches: {},
    })),
    variants: form.variants.map((variant) => {
      const words = valuesOf(form, variant);
      const chosen = options.map((one, place) => [one.code ?? one.key, words[place]?.trim() ?? ""]);
      return variantOf(variant, Object.fromEntries(chosen), around);
    }),
    rating: 0,
    reviewsCount: 0,
    vendor: form.vendor.trim(),
    attributes: described(form, around),
  };
}

/** What describes it, as it is called in the language. */
function described({ attributes }: ProductForm, { attributes: known, locale }: Around) {
  return known.flatMap((one) => {
    const value = attributes[one.code];
    if (value === undefined) return [];
    const words = one.valueTranslations[locale] ?? {};
    return {
      code: one.code,
      name: one.translations[locale] ?? one.name,
      value: typeof value === "string" ? (words[value] ?? value) : value,
      unit: one.unit,
    };
  });
}

function variantOf(
  variant: ProductForm["variants"][number],
  options: Record<string, string>,
  { product, currency, digits, now }: Around,
): VariantBody {
  const amount = (text: string) => (text.trim() ? parseAmount(text, digits) : null);
  const price = amount(variant.price) ?? 0;
  const { begins, ends } = variant.discount;
  const off = amount(variant.discount.price);
  const holds = (!begins || Date.parse(begins) <= now) && (!ends || now < Date.parse(ends));
  const known = product?.variants.find(({ id }) => id === variant.id);
  const stock = known?.stock ?? (Number(variant.stock) || 0);
  return {
    id: variant.id ?? variant.key,
    sku: variant.sku.trim(),
    options,
    price,
    discountPrice: off !== null && holds && off < price ? off : null,
    discountUntil: null,
    compareAtPrice: amount(variant.compareAt),
    lowestPriceBefore: null,
    unitPrice: null,
    currency,
    imageUrl: null,
    barcode: variant.barcode,
    weightGrams: null,
    deliveredAs: "parcel",
    madeOfOthers: false,
    stock,
    held: known?.held ?? 0,
    reserved: 0,
    available: stock > 0,
    full: stock,
    lowAt: null,
    version: known?.version ?? 0,
    nextReleaseAt: null,
    arrivesOn: null,
    preorder: null,
  };
}
