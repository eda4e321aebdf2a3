import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import type { AuditLine } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { currencyOf, isEmpty } from "./facts";

/** What facts are called; others stand as they were written. */
export const NAMED = [
  "abandoned_after_hours",
  "about",
  "accent",
  "active",
  "address",
  "amount",
  "announcement",
  "answer",
  "begins_at",
  "by",
  "by_rule",
  "cap",
  "capture_on",
  "capture_parcels",
  "card_refund",
  "carrier",
  "categories",
  "client",
  "closes_at",
  "code",
  "complete_after_days",
  "consent",
  "country",
  "currency",
  "cut_off",
  "days",
  "decline_keeps_hold",
  "deducted",
  "delivery",
  "delivery_vat",
  "dispatch",
  "due",
  "email",
  "ends_at",
  "file",
  "first_order",
  "fraud",
  "goods",
  "group",
  "groups",
  "guest_share",
  "guest_units",
  "handling_days",
  "hidden",
  "hold_from",
  "hold_seconds",
  "hold_units",
  "holidays",
  "invoice_issuer",
  "kind",
  "languages",
  "link",
  "location",
  "logo",
  "low_stock_at",
  "manual_hold_seconds",
  "manual_instructions",
  "manual_payment",
  "manual_title",
  "minimum",
  "minimum_order",
  "name",
  "network_share",
  "note",
  "offer_seconds",
  "on",
  "opens_at",
  "order",
  "owner",
  "parcel",
  "payout_days",
  "payout_hold_days",
  "payout_minimum",
  "per_customer",
  "phone",
  "pictures",
  "point_worth",
  "price",
  "product_id",
  "products",
  "quantity",
  "rate",
  "reason",
  "receipts",
  "refunds",
  "refuse_from",
  "region",
  "reply",
  "return",
  "returns",
  "roles",
  "rule",
  "rules",
  "scope",
  "second_factor_of",
  "sellers",
  "shipping_methods",
  "shipping_zones",
  "newsletter",
  "friend",
  "reward",
  "valid_days",
  "wait_days",
  "most_a_year",
  "thanks",
  "repeats",
  "intervals",
  "percent",
  "repeated",
  "sign_up_consent",
  "alerts_off",
  "sku",
  "stackable",
  "stars",
  "starts_at",
  "status",
  "stock",
  "tags",
  "task",
  "tax_included",
  "tax_on_shipping",
  "tax_rates",
  "tax_system",
  "text",
  "texts",
  "title",
  "tracking",
  "translations",
  "value",
  "vat",
  "version",
  "wallets",
  "way_back",
  "work_days",
  "zone",
] as const;

const MONEY = new Set([
  "amount",
  "cap",
  "compare_at_price",
  "deducted",
  "fixed",
  "free_over",
  "minimum",
  "minimum_order",
  "payout_minimum",
  "price",
  "refunded",
  "rest",
  "total",
]);
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** A name and a value of a line as its reader's language says them. */
export function useFactText({ data }: AuditLine) {
  const { t, formats } = useLanguage();
  const shop = useQuery(configQuery).data?.currency;
  const currency = currencyOf(data) ?? shop;

  const part = (name: string) => {
    const known = NAMED.find((each) => each === name);
    return known ? t(`audit.fact.${known}`) : name.replaceAll("_", " ");
  };

  const number = (name: string, value: number) => {
    const money = MONEY.has(name) || (name === "value" && data.rule === "fixed");
    if (money && currency) return formats.price(value, currency);
    // Rates are in thousandths of a percent.
    return name === "rate" ? `${formats.number(value / 1000)}%` : formats.number(value);
  };

  const text = (name: string, value: unknown): string => {
    if (isEmpty(value)) return "–";
    if (typeof value === "boolean") return t(value ? "word.yes" : "word.no");
    if (typeof value === "number") return number(name, value);
    if (typeof value === "string") {
      if (MOMENT.test(value)) return formats.moment(value);
      return DAY.test(value) ? formats.dayAhead(value) : value;
    }
    if (Array.isArray(value)) return value.map((one) => text(name, calledOf(one))).join(", ");
    return JSON.stringify(value);
  };

  return {
    name: (path: string[]) => path.map((one) => part(written(one))).join(" · "),
    value: (path: string[], value: unknown) => text(written(path.at(-1) ?? ""), value),
  };
}

/** In a list a thing is its name. */
function calledOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { name, title, sku } = value as Record<string, unknown>;
  return name || title || sku || value;
}

/** `closesAt` is `closes_at`. */
function written(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
}
