import type { ProductAsked } from "../../base/api/types";
import { parseAmount } from "../../base/i18n/amount";
import { htmlOf } from "../desk/text";
import { localMoment, type OptionForm, type ProductForm, tooMany, valuesOf } from "./form";
import { measureAsked } from "./measures";
import { wordsAsked } from "./wordsForm";

const MAX_HELD = 1_000_000;

type Fault =
  | "missing"
  | "twice"
  | "amount"
  | "count"
  | "measure"
  | "options"
  | "variants"
  | "value-missing"
  | "held";
export type Faults = Record<string, Fault>;

export function moment(local: string): string | null {
  return local ? new Date(local).toISOString() : null;
}

/** The moment that is typed; as it was, where nobody typed another. */
function exactly(local: string, was: string | null | undefined): string | null {
  return was && localMoment(was) === local ? was : moment(local);
}

function count(text: string): number | null {
  const typed = text.replace(/\s/g, "");
  if (typed === "") return 0;
  return /^\d{1,12}$/.test(typed) ? Number(typed) : null;
}

function optionFaults(options: OptionForm[], faults: Faults): void {
  const fold = (word: string) => word.replace(/\s/g, "").toLowerCase();
  options.forEach((option, place) => {
    const at = `options[${place}]`;
    const earlier = options.slice(0, place).map(({ name }) => fold(name));
    if (!option.name.trim()) faults[`${at}.name`] = "missing";
    else if (earlier.includes(fold(option.name))) faults[`${at}.name`] = "twice";
    if (option.values.length === 0) faults[`${at}.values`] = "value-missing";
    option.values.forEach(({ text }, number) => {
      const before = option.values.slice(0, number).map((value) => fold(value.text));
      if (!text.trim()) faults[`${at}.values[${number}]`] = "missing";
      else if (before.includes(fold(text))) faults[`${at}.values[${number}]`] = "twice";
    });
  });
}

/** The product as the server takes it, or which fields are at fault, by their paths. */
export function readForm(
  form: ProductForm,
  digits: number,
): { asked: ProductAsked } | { faults: Faults } {
  const faults: Faults = {};
  if (!form.name.trim()) faults.name = "missing";
  optionFaults(form.options, faults);
  const holdUnits = form.holdUnits.trim() === "" ? null : count(form.holdUnits);
  const bounded = holdUnits === null || (holdUnits >= 1 && holdUnits <= MAX_HELD);
  if (!bounded || (holdUnits === null && form.holdUnits.trim())) faults.holdUnits = "held";
  if (tooMany(form.variants)) faults.variants = "variants";
  const variants = form.variants.map((variant, place) => {
    const at = `variants[${place}]`;
    const price = parseAmount(variant.price, digits);
    const compareAt = variant.compareAt.trim() ? parseAmount(variant.compareAt, digits) : undefined;
    const stock = count(variant.stock);
    if (!variant.price.trim()) faults[`${at}.price`] = "missing";
    else if (price === null) faults[`${at}.price`] = "amount";
    if (compareAt === null) faults[`${at}.compareAtPrice`] = "amount";
    if (!variant.id && stock === null) faults[`${at}.stock`] = "count";
    const weight = variant.weight.trim() ? count(variant.weight) : undefined;
    if (weight === null) faults[`${at}.weightGrams`] = "count";
    const measure = measureAsked(variant.measure);
    if (measure === null) faults[`${at}.measure.amount`] = "measure";
    const off = variant.discount;
    const offPrice = off.price.trim() ? parseAmount(off.price, digits) : undefined;
    if (offPrice === null) faults[`${at}.discount.price`] = "amount";
    else if (offPrice === undefined && (off.begins || off.ends))
      faults[`${at}.discount.price`] = "missing";
    return {
      values: valuesOf(form, variant).map((word) => word.trim()),
      price: price ?? 0,
      sku: variant.sku.trim(),
      barcode: variant.barcode.trim(),
      ...(compareAt ? { compareAtPrice: compareAt } : {}),
      ...(weight == null ? {} : { weightGrams: weight }),
      ...(measure ? { measure } : {}),
      ...(offPrice == null
        ? {}
        : {
            discount: {
              price: offPrice,
              begins: exactly(off.begins, off.was?.begins),
              ends: exactly(off.ends, off.was?.ends),
            },
          }),
      ...(variant.id ? { id: variant.id } : { stock: stock ?? 0 }),
    };
  });
  if (Object.keys(faults).length > 0) return { faults };
  return {
    asked: {
      name: form.name.trim(),
      description: form.html ? form.text : htmlOf(form.text),
      ...(form.handle.trim() ? { handle: form.handle.trim() } : {}),
      ...(form.categoryId ? { categoryId: form.categoryId } : {}),
      ...(form.sellerId ? { sellerId: form.sellerId } : {}),
      attributes: form.attributes,
      vendor: form.vendor.trim(),
      tags: form.tags
        .split(",")
        .map((tag) => tag.trim())
        .filter(Boolean),
      status: form.status,
      publishAt: form.status === "draft" ? exactly(form.publishAt, form.publishWas) : null,
      search: { title: form.searchTitle.trim(), description: form.searchDescription.trim() },
      ...(holdUnits === null ? {} : { holdUnits }),
      options: form.options.map((option) => ({
        name: option.name.trim(),
        values: option.values.map(({ text }) => text.trim()),
        ...(option.code ? { code: option.code } : {}),
      })),
      variants,
      images: form.images.map(({ url, alt, alts }) => ({ url, alt, alts })),
      texts: wordsAsked(form.texts, form.options),
    },
  };
}
