import type { BulkAsked, BulkStockAsked, StaffProductRow } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import type { Status } from "./form";
import { moment } from "./readForm";

export const KINDS = ["price", "discount", "status", "tags", "category", "stock"] as const;
export const PRICE_STEPS = ["down-percent", "up-percent", "down", "up", "set"] as const;
export const STOCK_STEPS = ["deposit", "withdraw", "set"] as const;

export type Kind = (typeof KINDS)[number];
export type PriceStep = (typeof PRICE_STEPS)[number];
export type StockStep = (typeof STOCK_STEPS)[number];

/** What is to be done with all that is chosen, as typed; moments in the visitor's own time. */
export interface BulkForm {
  kind: Kind;
  priceStep: PriceStep;
  price: string;
  ends: boolean;
  percent: string;
  from: string;
  until: string;
  status: Status;
  addTags: string;
  removeTags: string;
  categoryId: string | null;
  stockStep: StockStep;
  count: string;
  reason: string;
  locationId: string | undefined;
}

export const NEW_BULK: BulkForm = {
  kind: "price",
  priceStep: "down-percent",
  price: "",
  ends: false,
  percent: "",
  from: "",
  until: "",
  status: "active",
  addTags: "",
  removeTags: "",
  categoryId: null,
  stockStep: "deposit",
  count: "",
  reason: "",
  locationId: undefined,
};

/** What is said of each fault; the field is named by its own key. */
export type BulkFault = "percent" | "amount" | "count" | "missing" | "backwards" | "many";
export type BulkFaults = Partial<Record<keyof BulkForm, BulkFault>>;

export type ProductStep = Partial<Omit<BulkAsked, "products" | "preview">>;
export type StockOfMany = Omit<BulkStockAsked, "preview" | "locationId"> &
  Partial<Pick<BulkStockAsked, "locationId">>;
export type Step = { change: ProductStep } | { stock: StockOfMany };

/** So many products, or variants where stock is changed, at once. */
export const MOST = { products: 500, variants: 200 };

/** The step as the server takes it, or what is wrong with which field. */
export function readBulk(
  form: BulkForm,
  rows: readonly StaffProductRow[],
  digits: number,
): Step | { faults: BulkFaults } {
  switch (form.kind) {
    case "price":
      return priceOf(form, digits);
    case "discount":
      return discountOf(form);
    case "status":
      return { change: { status: form.status } };
    case "tags": {
      const [addTags, removeTags] = [tagsOf(form.addTags), tagsOf(form.removeTags)];
      if (addTags.length + removeTags.length === 0) return { faults: { addTags: "missing" } };
      return { change: { addTags, removeTags } };
    }
    case "category":
      return { change: { categoryId: form.categoryId } };
    case "stock":
      return stockOf(form, rows);
  }
}

function priceOf({ priceStep, price }: BulkForm, digits: number): Step | { faults: BulkFaults } {
  if (priceStep === "down-percent" || priceStep === "up-percent") {
    const down = priceStep === "down-percent";
    const percent = percentOf(price, down ? 99 : 1000);
    if (percent === null) return { faults: { price: "percent" } };
    return { change: { price: { by: "percent", value: down ? -percent : percent } } };
  }
  const amount = parseAmount(price, digits);
  if (amount === null) return { faults: { price: "amount" } };
  if (priceStep === "set") return { change: { price: { by: "set", value: amount } } };
  return { change: { price: { by: "amount", value: priceStep === "down" ? -amount : amount } } };
}

function discountOf({ ends, percent, from, until }: BulkForm): Step | { faults: BulkFaults } {
  if (ends) return { change: { discount: null } };
  const off = percentOf(percent, 99);
  if (off === null) return { faults: { percent: "percent" } };
  const [begins, stops] = [moment(from), moment(until)];
  if (begins && stops && stops <= begins) return { faults: { until: "backwards" } };
  return { change: { discount: { percent: off, begins, ends: stops } } };
}

function stockOf(
  { stockStep, count, reason, locationId }: BulkForm,
  rows: readonly StaffProductRow[],
): Step | { faults: BulkFaults } {
  const typed = count.replace(/\s/g, "");
  const faults: BulkFaults = {};
  const least = stockStep === "set" ? 0 : 1;
  if (!/^\d{1,9}$/.test(typed) || Number(typed) < least) faults.count = "count";
  if (reason.trim() === "") faults.reason = "missing";
  const variantIds = rows.flatMap((row) => row.variantIds);
  if (variantIds.length > MOST.variants) faults.count = "many";
  if (Object.keys(faults).length > 0) return { faults };
  return {
    stock: {
      variantIds,
      [stockStep]: Number(typed),
      reason: reason.trim(),
      ...(locationId ? { locationId } : {}),
    },
  };
}

function percentOf(typed: string, most: number): number | null {
  const found = /^\s*(\d{1,4})\s*%?\s*$/.exec(typed);
  const percent = Number(found?.[1] ?? 0);
  return percent >= 1 && percent <= most ? percent : null;
}

function tagsOf(text: string): string[] {
  return [...new Set(text.split(",").map((tag) => tag.trim()))].filter(Boolean);
}
