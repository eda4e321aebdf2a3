import type { CampaignBody } from "../../base/api/schema";
import type { CampaignAsked } from "../../base/api/types";
import { parseAmount } from "../../base/i18n/amount";

/** What stands in the form, as typed; times in the visitor's own zone. */
export interface CampaignForm {
  name: string;
  rule: CampaignBody["rule"];
  value: string;
  /** Empty: of carts in any currency. */
  currency: string;
  cap: string;
  minimum: string;
  quantity: string;
  perCustomer: string;
  validDays: string;
  opensAt: string;
  closesAt: string;
  /** Products by their ids. */
  scope: string[];
  /** Its name by language. */
  translations: Record<string, string>;
}

export type FormField = Exclude<keyof CampaignForm, "rule" | "scope" | "translations">;

export const EMPTY: CampaignForm = {
  name: "",
  rule: "percent",
  value: "",
  currency: "",
  cap: "",
  minimum: "",
  quantity: "",
  perCustomer: "1",
  validDays: "30",
  opensAt: "",
  closesAt: "",
  scope: [],
  translations: {},
};

/** The terms of a campaign as they would be typed, to make another like it; it opens anew. */
export function formOf(
  campaign: CampaignBody,
  typed: (amount: number, currency: string) => string,
): CampaignForm {
  const { rule, value, cap, minimum, scope } = campaign;
  const currency = campaign.currency ?? "";
  const amount = (of: number | null) => (of ? typed(of, currency) : "");
  return {
    ...EMPTY,
    name: campaign.name,
    rule,
    value: ["percent", "set-percent", "nth-free"].includes(rule) ? String(value) : amount(value),
    currency,
    cap: amount(cap),
    minimum: amount(minimum),
    quantity: String(campaign.quantity),
    perCustomer: String(campaign.perCustomer),
    validDays: String(campaign.validDays),
    scope: scope ?? [],
    translations: campaign.translations,
  };
}

/** The order in which fields stand, and in which the first one at fault gets the cursor. */
export const FIELDS: FormField[] = [
  "name",
  "value",
  "currency",
  "cap",
  "minimum",
  "quantity",
  "perCustomer",
  "validDays",
  "opensAt",
  "closesAt",
];

export function whole(text: string, most: number): number | null {
  const typed = text.replace(/\s/g, "");
  const value = /^\d{1,16}$/.test(typed) ? Number(typed) : 0;
  return value >= 1 && value <= most ? value : null;
}

export function moment(text: string): string | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** The terms as the server takes them, or which fields are at fault. */
export function readForm(
  form: CampaignForm,
  digitsOf: (currency: string) => number,
): { asked: CampaignAsked } | { faults: FormField[] } {
  const { currency, rule, scope } = form;
  const digits = currency ? digitsOf(currency) : 0;
  const amount = (text: string) => (currency ? parseAmount(text, digits) : null);
  const value = rule === "percent" ? whole(form.value, 100) : amount(form.value);
  const cap = rule === "percent" && form.cap ? amount(form.cap) : undefined;
  const minimum = form.minimum ? amount(form.minimum) : undefined;
  const quantity = whole(form.quantity, 10 ** 9);
  const perCustomer = whole(form.perCustomer, 1000);
  const validDays = whole(form.validDays, 3650);
  const opensAt = form.opensAt ? moment(form.opensAt) : undefined;
  const closesAt = form.closesAt ? moment(form.closesAt) : undefined;
  const needsCurrency = rule === "fixed" || Boolean(form.cap || form.minimum);
  const over = opensAt && closesAt && closesAt <= opensAt;
  const bad: Record<FormField, boolean> = {
    name: form.name.trim() === "",
    value: !value && !(rule === "fixed" && !currency),
    currency: needsCurrency && !currency,
    cap: Boolean(currency) && (cap === null || cap === 0),
    minimum: Boolean(currency) && minimum === null,
    quantity: quantity === null,
    perCustomer: perCustomer === null,
    validDays: validDays === null,
    opensAt: opensAt === null,
    closesAt: closesAt === null || Boolean(over),
  };
  const faults = FIELDS.filter((field) => bad[field]);
  if (faults.length > 0 || !value || !quantity || !perCustomer || !validDays) return { faults };
  return {
    asked: {
      name: form.name.trim(),
      rule,
      value,
      ...(currency ? { currency } : {}),
      ...(cap ? { cap } : {}),
      ...(minimum ? { minimum } : {}),
      ...(scope.length > 0 ? { scope } : {}),
      ...(Object.values(form.translations).some(Boolean)
        ? { translations: form.translations }
        : {}),
      quantity,
      perCustomer,
      validDays,
      ...(opensAt ? { opensAt } : {}),
      ...(closesAt ? { closesAt } : {}),
    },
  };
}
