import type { ItemForm, PackageAsked, StaffPackage } from "../../base/api/schema";
import { amountText, parseAmount } from "../../base/i18n/amount";

type Kind = ItemForm["kind"];

/** What is in a package, as typed: hours with decimals, or a certificate's amount. */
export interface ItemTyped {
  kind: Kind;
  units: string;
  price: string;
  count: string;
  services: string[];
}

/** What stands in the form, as typed. */
export interface PackageForm {
  name: string;
  about: string;
  texts: Record<string, { name: string; about: string }>;
  currency: string;
  items: ItemTyped[];
  validDays: string;
  graceDays: string;
  warnDays: string;
  transferable: boolean;
  active: boolean;
}

/** What is wrong, by the field as the server calls it. */
export type Fault = "name" | "number" | "amount" | "hours";
export type Faults = Record<string, Fault>;

export const newItem = (kind: Kind): ItemTyped => ({
  kind,
  units: kind === "hours" ? "10" : "",
  price: "",
  count: "1",
  services: [],
});

export const newPackage = (currency: string): PackageForm => ({
  name: "",
  about: "",
  texts: {},
  currency,
  items: [newItem("hours")],
  validDays: "365",
  graceDays: "14",
  warnDays: "14",
  transferable: true,
  active: true,
});

export function formOf(one: StaffPackage, digits: number): PackageForm {
  return {
    name: one.name,
    about: one.about,
    texts: one.texts,
    currency: one.currency,
    items: one.items.map((item) => ({
      kind: item.kind,
      units: item.kind === "hours" ? hoursText(item.units) : amountText(item.units, digits),
      price: amountText(item.price, digits),
      count: String(item.count),
      services: item.services,
    })),
    validDays: String(one.validDays),
    graceDays: String(one.graceDays),
    warnDays: String(one.warnDays),
    transferable: one.transferable,
    active: one.active,
  };
}

/** Minutes as somebody types hours. */
export const hoursText = (minutes: number) => String(Math.round((minutes / 60) * 100) / 100);

/** Hours with decimals, as whole minutes; null if they are none. */
export function parseHours(text: string): number | null {
  const typed = text.trim().replace(",", ".");
  if (!/^\d{1,5}(\.\d{1,2})?$/.test(typed)) return null;
  return Math.round(Number(typed) * 60) || null;
}

/** The package as the server takes it, or what is wrong with which field. */
export function readPackage(
  form: PackageForm,
  digits: number,
): { asked: PackageAsked } | { faults: Faults } {
  const faults: Faults = {};
  const whole = (field: string, text: string, least: number) => {
    const value = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (value >= least) return value;
    faults[field] = "number";
    return least;
  };
  const amount = (field: string, text: string) => {
    const value = parseAmount(text, digits);
    if (value === null) faults[field] = "amount";
    return value ?? 0;
  };
  const hours = (field: string, text: string) => {
    const value = parseHours(text);
    if (value === null) faults[field] = "hours";
    return value ?? 0;
  };
  if (!form.name.trim()) faults.name = "name";
  const asked: PackageAsked = {
    name: form.name.trim(),
    about: form.about.trim(),
    texts: Object.fromEntries(
      Object.entries(form.texts).filter(([, text]) => text.name || text.about),
    ),
    currency: form.currency,
    items: form.items.map(({ kind, units, price, count, services }, at) => ({
      kind,
      units: (kind === "hours" ? hours : amount)(`items[${at}].units`, units),
      price: amount(`items[${at}].price`, price),
      count: kind === "hours" ? 1 : whole(`items[${at}].count`, count, 1),
      services,
    })),
    validDays: whole("validDays", form.validDays, 1),
    graceDays: whole("graceDays", form.graceDays, 0),
    warnDays: whole("warnDays", form.warnDays, 0),
    transferable: form.transferable,
    active: form.active,
  };
  return Object.keys(faults).length > 0 ? { faults } : { asked };
}
