import type { ExperimentAsked, ExperimentBody } from "../../base/api/schema";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { whole } from "../promotions/campaignForm";

/** What variants may say in another way, by the keys of the pages' sentences: as the server knows them. */
export const SENTENCES = [
  "product.add",
  "product.buyNow",
  "product.added",
  "product.goCart",
  "product.description",
  "shop.best",
  "home.all",
  "cart.checkout",
  "cart.empty",
  "checkout.heldText",
  "checkout.pay",
  "paying.order",
  "book.title",
  "book.text",
  "book.chooseTime",
  "book.take",
  "book.toPay",
  "book.ask",
] as const;
export type SentenceKey = (typeof SENTENCES)[number];

/** What may be arranged in another way, and how. */
export const ARRANGED = { "product-text": "above", "free-times": "list" } as const;
export type Place = keyof typeof ARRANGED;
export const PLACES = Object.keys(ARRANGED) as Place[];

export const GOALS = ["order-paid", "booking-confirmed"] as const;
export const MOST_VARIANTS = 4;

export interface VariantForm {
  name: string;
  weight: string;
  words: Partial<Record<SentenceKey, Record<string, string>>>;
  arranged: Place[];
}

export interface ExperimentForm {
  key: string;
  name: string;
  goal: (typeof GOALS)[number];
  /** In percent, as typed. */
  baseRate: string;
  leastDifference: string;
  variants: VariantForm[];
}

export function newVariant(name: string): VariantForm {
  return { name, weight: "1", words: {}, arranged: [] };
}

export function formOf(one: ExperimentBody): ExperimentForm {
  return {
    key: one.key,
    name: one.name,
    goal: one.goal,
    baseRate: amountText(one.baseRate, 2),
    leastDifference: amountText(one.leastDifference, 2),
    variants: one.variants.map(({ name, weight, words, arranged }) => ({
      name,
      weight: String(weight),
      words,
      arranged: PLACES.filter((place) => place in arranged),
    })),
  };
}

/** By their names as the server names them, such as `variants[1].name`. */
export type Faults = string[];

/** The experiment as the server takes it, or which fields are at fault. */
export function readForm(
  form: ExperimentForm,
  locales: readonly string[],
): { asked: ExperimentAsked } | { faults: Faults } {
  const baseRate = parseAmount(form.baseRate, 2);
  const leastDifference = parseAmount(form.leastDifference, 2);
  const faults: Faults = [
    !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(form.key) && "key",
    !form.name.trim() && "name",
    (!baseRate || baseRate >= 10_000) && "baseRate",
    (!leastDifference || leastDifference + (baseRate ?? 0) >= 10_000) && "leastDifference",
    ...form.variants.flatMap((one, at) => faultsOf(one, at, locales)),
  ].filter((one) => one !== false);
  if (faults.length > 0 || !baseRate || !leastDifference) return { faults };
  return {
    asked: {
      key: form.key,
      name: form.name.trim(),
      goal: form.goal,
      baseRate,
      leastDifference,
      variants: form.variants.map(({ name, weight, words, arranged }) => ({
        name: name.trim(),
        weight: whole(weight, 100) ?? 1,
        words,
        arranged: Object.fromEntries(arranged.map((place) => [place, ARRANGED[place]])),
      })),
    },
  };
}

function faultsOf(one: VariantForm, at: number, locales: readonly string[]): Faults {
  const changes = Object.keys(one.words).length + one.arranged.length;
  return [
    !one.name.trim() && `variants[${at}].name`,
    whole(one.weight, 100) === null && `variants[${at}].weight`,
    at > 0 && changes === 0 && `variants[${at}]`,
    ...Object.entries(one.words).flatMap(([key, said]) =>
      locales
        .filter((locale) => !said[locale]?.trim())
        .map((locale) => `variants[${at}].words.${key}.${locale}`),
    ),
  ].filter((field) => field !== false);
}
