import type { PromotionAsked } from "../../base/api/types";
import { parseAmount } from "../../base/i18n/amount";
import { type CampaignForm, moment, whole } from "./campaignForm";

/** What stands in the form, as typed; times in the visitor's own zone. */
export interface PromotionForm
  extends Pick<
    CampaignForm,
    | "name"
    | "rule"
    | "value"
    | "currency"
    | "cap"
    | "minimum"
    | "opensAt"
    | "closesAt"
    | "scope"
    | "translations"
  > {
  /** Empty: the discount is automatic. */
  code: string;
  byCode: boolean;
  quantity: string;
  perCustomer: string;
  alone: boolean;
  firstOrder: boolean;
  categories: string[];
  sellers: string[];
  groups: string[];
}

export type PromotionField = Exclude<
  keyof PromotionForm,
  | "rule"
  | "scope"
  | "translations"
  | "byCode"
  | "alone"
  | "firstOrder"
  | "categories"
  | "sellers"
  | "groups"
>;

export const NEW_PROMOTION: PromotionForm = {
  name: "",
  rule: "percent",
  value: "",
  currency: "",
  cap: "",
  minimum: "",
  byCode: false,
  code: "",
  quantity: "",
  perCustomer: "",
  opensAt: "",
  closesAt: "",
  scope: [],
  translations: {},
  alone: false,
  firstOrder: false,
  categories: [],
  sellers: [],
  groups: [],
};

export const FIELDS: PromotionField[] = [
  "name",
  "code",
  "value",
  "currency",
  "cap",
  "minimum",
  "quantity",
  "perCustomer",
  "opensAt",
  "closesAt",
];

export const isPercent = (rule: PromotionForm["rule"]): boolean =>
  rule === "percent" || rule === "set-percent";

/** Off products that are bought together. */
export const isSet = (rule: PromotionForm["rule"]): boolean =>
  rule === "set-percent" || rule === "set-fixed";

/** A set names its products, 2 to 10. */
export const setLacks = ({ rule, scope }: PromotionForm): boolean =>
  isSet(rule) && (scope.length < 2 || scope.length > 10);

/** The terms as the server takes them, or which fields are at fault. */
export function readPromotion(
  form: PromotionForm,
  digitsOf: (currency: string) => number,
): { asked: PromotionAsked } | { faults: PromotionField[] } {
  const { currency, rule, scope } = form;
  const digits = currency ? digitsOf(currency) : 0;
  const amount = (text: string) => (currency ? parseAmount(text, digits) : null);
  const value =
    rule === "free-shipping"
      ? undefined
      : isPercent(rule) || rule === "nth-free"
        ? whole(form.value, 100)
        : amount(form.value);
  const cap = rule === "percent" && form.cap ? amount(form.cap) : undefined;
  const minimum = form.minimum ? amount(form.minimum) : undefined;
  const code = form.byCode ? form.code.trim().toUpperCase() : undefined;
  const quantity = form.quantity ? whole(form.quantity, 10 ** 9) : undefined;
  const perCustomer = form.perCustomer ? whole(form.perCustomer, 1000) : undefined;
  const opensAt = form.opensAt ? moment(form.opensAt) : undefined;
  const closesAt = form.closesAt ? moment(form.closesAt) : undefined;
  const needsCurrency =
    rule === "fixed" ||
    rule === "set-fixed" ||
    Boolean((rule === "percent" && form.cap) || form.minimum);
  const over = opensAt && closesAt && closesAt <= opensAt;
  const bad: Record<PromotionField, boolean> = {
    name: form.name.trim() === "",
    code: code !== undefined && !/^[A-Z0-9][A-Z0-9_-]{2,39}$/.test(code),
    value:
      (value !== undefined &&
        !value &&
        !((rule === "fixed" || rule === "set-fixed") && !currency)) ||
      (rule === "nth-free" && value === 1),
    currency: needsCurrency && !currency,
    cap: Boolean(currency) && (cap === null || cap === 0),
    minimum: Boolean(currency) && minimum === null,
    quantity: quantity === null,
    perCustomer: perCustomer === null,
    opensAt: opensAt === null,
    closesAt: closesAt === null || Boolean(over),
  };
  const faults = FIELDS.filter((field) => bad[field]);
  if (faults.length > 0) return { faults };
  return {
    asked: {
      name: form.name.trim(),
      rule,
      ...(value ? { value } : {}),
      ...(currency && needsCurrency ? { currency } : {}),
      ...(cap ? { cap } : {}),
      ...(minimum ? { minimum } : {}),
      ...(scope.length > 0 ? { scope } : {}),
      ...(Object.values(form.translations).some(Boolean)
        ? { translations: form.translations }
        : {}),
      ...(form.categories.length > 0 && !isSet(rule) ? { categories: form.categories } : {}),
      ...(form.sellers.length > 0 && !isSet(rule) ? { sellers: form.sellers } : {}),
      ...(form.groups.length > 0 ? { groups: form.groups } : {}),
      ...(code ? { code } : {}),
      ...(quantity ? { quantity } : {}),
      ...(perCustomer ? { perCustomer } : {}),
      ...(opensAt ? { opensAt } : {}),
      ...(closesAt ? { closesAt } : {}),
      ...(form.alone ? { stackable: false } : {}),
      ...(form.firstOrder ? { firstOrder: true } : {}),
    },
  };
}
