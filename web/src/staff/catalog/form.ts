import type { StaffProduct } from "../../base/api/schema";
import { amountText } from "../../base/i18n/amount";
import type { ImageForm } from "../../rooms/pictures/images";
import { isPlain, textOf } from "../desk/text";
import { type MeasureForm, measureForm, NO_MEASURE } from "./measures";
import { type WordsForm, wordsOf } from "./wordsForm";

export const MAX_OPTIONS = 3;
/** As many as an import brings. */
export const MAX_VARIANTS = 2048;
export const MAX_IMAGES = 250;
/** At once, whose stock opens with them. */
const MAX_NEW = 100;
export const STATUSES = ["active", "draft", "archived"] as const;
export type Status = (typeof STATUSES)[number];

/** A word with a name of its own, so that it stays the same one while it is retyped. */
interface ValueForm {
  key: string;
  text: string;
}

export interface OptionForm {
  key: string;
  code?: string;
  name: string;
  values: ValueForm[];
}

/** A price in place of the usual one, as typed; moments in the visitor's own time. `was`: the moments
 * to the second, as the product has them, which the fields show to the minute. */
export interface DiscountForm {
  price: string;
  begins: string;
  ends: string;
  was?: { begins: string | null; ends: string | null };
}

const NO_DISCOUNT: DiscountForm = { price: "", begins: "", ends: "" };

/** One combination: by option the value, both by their keys. Amounts as typed. */
export interface VariantForm {
  key: string;
  id?: string;
  combo: Record<string, string>;
  price: string;
  compareAt: string;
  sku: string;
  stock: string;
  barcode: string;
  weight: string;
  measure: MeasureForm;
  discount: DiscountForm;
}

/** What stands in the form, as typed. */
export interface ProductForm {
  name: string;
  text: string;
  /** Whether `text` is HTML: what is formatted is not flattened. */
  html: boolean;
  handle: string;
  categoryId: string | null;
  sellerId: string | null;
  attributes: StaffProduct["attributes"];
  vendor: string;
  tags: string;
  /** How many one buyer may hold; empty: as the shop says. */
  holdUnits: string;
  /** When a draft goes on sale, in the visitor's own time; as the product has it, to the second. */
  publishAt: string;
  publishWas: string | null;
  /** What search engines show; empty: its name and first words. */
  searchTitle: string;
  searchDescription: string;
  status: Status;
  options: OptionForm[];
  variants: VariantForm[];
  images: ImageForm[];
  /** By language. */
  texts: Record<string, WordsForm>;
}

let last = 0;
export function freshKey(): string {
  last += 1;
  return `k${last}`;
}

/** Whether it has the shape of a form: a draft may come from an older page. */
function isForm(raw: unknown): raw is ProductForm {
  const blank = emptyForm();
  const like = (one: unknown, other: unknown) =>
    other === null || one === null
      ? true
      : typeof one === typeof other && Array.isArray(one) === Array.isArray(other);
  if (typeof raw !== "object" || raw === null) return false;
  const given = raw as Record<string, unknown>;
  return Object.entries(blank).every(([name, value]) => name in given && like(given[name], value));
}

/** What drafts of older pages do not say. */
const LATER = {
  texts: {},
  publishAt: "",
  publishWas: null,
  searchTitle: "",
  searchDescription: "",
};

/** A draft as it was typed, null if it cannot be read; what is added to it later gets keys of its own. */
export function formFrom(raw: unknown): ProductForm | null {
  const form = typeof raw === "object" && raw !== null ? { ...LATER, ...raw } : null;
  if (!isForm(form)) return null;
  const keys = JSON.stringify(form).matchAll(/"k(\d+)"/g);
  for (const [, number] of keys) last = Math.max(last, Number(number));
  return {
    ...form,
    variants: form.variants.map((variant) => ({
      ...variant,
      measure: variant.measure ?? NO_MEASURE,
    })),
  };
}

function blankVariant(combo: Record<string, string>): VariantForm {
  return {
    key: freshKey(),
    combo,
    price: "",
    compareAt: "",
    sku: "",
    stock: "",
    barcode: "",
    weight: "",
    measure: NO_MEASURE,
    discount: NO_DISCOUNT,
  };
}

export function emptyForm(): ProductForm {
  return {
    name: "",
    text: "",
    html: false,
    handle: "",
    categoryId: null,
    sellerId: null,
    attributes: {},
    vendor: "",
    tags: "",
    holdUnits: "",
    publishAt: "",
    publishWas: null,
    searchTitle: "",
    searchDescription: "",
    status: "draft",
    options: [],
    variants: [blankVariant({})],
    images: [],
    texts: {},
  };
}

export function formOf(product: StaffProduct, digits: number): ProductForm {
  const options = product.options.map((option) => ({
    key: freshKey(),
    code: option.code,
    name: option.name,
    values: option.values.map((text) => ({ key: freshKey(), text })),
  }));
  const plain = isPlain(product.description);
  return {
    name: product.name,
    text: plain ? textOf(product.description) : product.description,
    html: !plain,
    handle: product.handle,
    categoryId: product.categoryId,
    sellerId: product.sellerId,
    attributes: product.attributes,
    vendor: product.vendor,
    tags: product.tags.join(", "),
    holdUnits: product.holdUnits === null ? "" : String(product.holdUnits),
    publishAt: localMoment(product.publishAt),
    publishWas: product.publishAt,
    searchTitle: product.search.title,
    searchDescription: product.search.description,
    status: product.status,
    options,
    variants: product.variants.map((variant) => ({
      key: freshKey(),
      id: variant.id,
      combo: Object.fromEntries(
        options.map((option, place) => [
          option.key,
          option.values.find(({ text }) => text === variant.values[place])?.key ?? "",
        ]),
      ),
      price: amountText(variant.price, digits),
      compareAt: variant.compareAtPrice === null ? "" : amountText(variant.compareAtPrice, digits),
      sku: variant.sku,
      stock: "",
      barcode: variant.barcode,
      weight: variant.weightGrams === null ? "" : String(variant.weightGrams),
      measure: measureForm(variant.measure),
      discount: variant.discount
        ? {
            price: amountText(variant.discount.price, digits),
            begins: localMoment(variant.discount.begins),
            ends: localMoment(variant.discount.ends),
            was: { begins: variant.discount.begins, ends: variant.discount.ends },
          }
        : NO_DISCOUNT,
    })),
    images: product.images,
    texts: wordsOf(product, options),
  };
}

/** A new product like that one, under another name: what belongs to one product or variant alone is
 * left to be typed, and of what is there nothing is counted twice. */
export function copyOf(product: StaffProduct, digits: number, name: string): ProductForm {
  const form = formOf(product, digits);
  return {
    ...form,
    name: name.slice(0, 255),
    handle: "",
    status: "draft",
    publishAt: "",
    publishWas: null,
    // Links to pictures elsewhere stay with whoever brought them.
    images: form.images.filter(({ url }) => url.startsWith("/media/")),
    variants: form.variants.map(({ id: _, ...variant }) => ({
      ...variant,
      sku: "",
      barcode: "",
      discount: NO_DISCOUNT,
    })),
  };
}

function combos(options: OptionForm[]): Record<string, string>[] {
  return options.reduce<Record<string, string>[]>(
    (made, { key, values }) =>
      values.length === 0
        ? made
        : made.flatMap((combo) => values.map((value) => ({ ...combo, [key]: value.key }))),
    [{}],
  );
}

export function countOf(options: OptionForm[]): number {
  return options.reduce((count, { values }) => count * Math.max(1, values.length), 1);
}

/**
 * The variants are the combinations of the options' values. One that was there stays the same
 * variant: with an option more it is the first of its kind, with one less the first that is left.
 */
export function recombined(options: OptionForm[], before: VariantForm[]): VariantForm[] {
  const left = [...before];
  const fits = (variant: VariantForm, combo: Record<string, string>) =>
    options.every(({ key }) => !(key in variant.combo) || variant.combo[key] === combo[key]);
  const rows = combos(options).map((combo) => {
    const found = left.findIndex((variant) => fits(variant, combo));
    const [old] = found < 0 ? [] : left.splice(found, 1);
    return { combo, old };
  });
  return rows.map(({ combo, old }) => {
    if (old) return { ...old, combo };
    const like = before.find((variant) => fits(variant, combo)) ?? before[0];
    return {
      ...blankVariant(combo),
      price: like?.price ?? "",
      compareAt: like?.compareAt ?? "",
    };
  });
}

/** Whether they are more than may be, or more new ones. */
export function tooMany(variants: VariantForm[]): boolean {
  const fresh = variants.filter(({ id }) => !id);
  return variants.length > MAX_VARIANTS || fresh.length > MAX_NEW;
}

/** Whether only words are written anew: each variant stays, and none comes. */
export function sameChoices(one: OptionForm[], other: OptionForm[]): boolean {
  const keys = (options: OptionForm[]) =>
    JSON.stringify(options.map(({ key, values }) => [key, values.map((value) => value.key)]));
  return keys(one) === keys(other);
}

/** The words of a variant's values, in the order of the options. */
export function valuesOf(form: Pick<ProductForm, "options">, variant: VariantForm): string[] {
  return form.options
    .filter(({ values }) => values.length > 0)
    .map(({ key, values }) => values.find((value) => value.key === variant.combo[key])?.text ?? "");
}

/** As a field for date and time has it. */
export function localMoment(iso: string | null): string {
  if (iso === null) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
