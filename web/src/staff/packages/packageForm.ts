import type { ItemForm, PackageAsked, StaffPackage, StaffService } from "../../base/api/schema";
import { amountText, parseAmount } from "../../base/i18n/amount";

type Kind = ItemForm["kind"];

/** What is in a package, as typed: hours with decimals, a certificate's amount, or how many
 * sessions of which length; these without a price cost what the service does. */
export interface ItemTyped {
  kind: Kind;
  units: string;
  price: string;
  count: string;
  services: string[];
  sessionMinutes: string;
}

/** What stands in the form, as typed. */
export interface PackageForm {
  name: string;
  about: string;
  texts: Record<string, { name: string; about: string }>;
  currency: string;
  items: ItemTyped[];
  firstDay: string;
  lastDay: string;
  validDays: string;
  graceDays: string;
  warnDays: string;
  transferable: boolean;
  active: boolean;
  repeatable: boolean;
}

/** What is wrong, by the field as the server calls it. */
export type Fault = "name" | "number" | "amount" | "hours" | "service";
export type Faults = Record<string, Fault>;

export const newItem = (kind: Kind): ItemTyped => ({
  kind,
  units: kind === "hours" ? "10" : kind === "sessions" ? "1" : "",
  price: "",
  count: "1",
  services: [],
  sessionMinutes: "",
});

export const newPackage = (currency: string): PackageForm => ({
  name: "",
  about: "",
  texts: {},
  currency,
  items: [newItem("hours")],
  firstDay: "",
  lastDay: "",
  validDays: "365",
  graceDays: "14",
  warnDays: "14",
  transferable: true,
  active: true,
  repeatable: false,
});

/** The lengths that a service has, the shortest first. */
export function lengthsOf({ lengths }: Pick<StaffService, "lengths">): number[] {
  const { minutes, least, most, step } = lengths;
  if (minutes?.length) return [...minutes].sort((one, other) => one - other);
  if (!least || !most || !step) return [];
  return Array.from(
    { length: Math.floor((most - least) / step) + 1 },
    (_, at) => least + at * step,
  );
}

/** One session of it, the shortest, at the price of the day. */
export const certificateOf = (service: StaffService): PackageForm => ({
  ...newPackage(service.currency),
  name: service.name,
  items: [
    {
      ...newItem("sessions"),
      services: [service.id],
      sessionMinutes: String(lengthsOf(service)[0] ?? ""),
    },
  ],
});

export function formOf(one: StaffPackage, digits: number): PackageForm {
  return {
    name: one.name,
    about: one.about,
    texts: one.texts,
    currency: one.currency,
    items: one.items.map((item) => ({
      kind: item.kind,
      units: unitsText(item, digits),
      price: item.price == null ? "" : amountText(item.price, digits),
      count: String(item.count),
      services: item.services,
      sessionMinutes: item.sessionMinutes ? String(item.sessionMinutes) : "",
    })),
    firstDay: one.firstDay ?? "",
    lastDay: one.lastDay ?? "",
    validDays: String(one.validDays),
    graceDays: String(one.graceDays),
    warnDays: String(one.warnDays),
    transferable: one.transferable,
    active: one.active,
    repeatable: one.repeatable,
  };
}

function unitsText({ kind, units, sessionMinutes }: StaffPackage["items"][number], digits: number) {
  if (kind === "hours") return hoursText(units);
  return sessionMinutes ? String(units / sessionMinutes) : amountText(units, digits);
}

/** Minutes as somebody types hours. */
export const hoursText = (minutes: number) => String(Math.round((minutes / 60) * 100) / 100);

/** Hours with decimals, as whole minutes; null if they are none. */
export function parseHours(text: string): number | null {
  const typed = text.trim().replace(",", ".");
  if (!/^\d{1,5}(\.\d{1,2})?$/.test(typed)) return null;
  return Math.round(Number(typed) * 60) || null;
}

/** Sessions with decimals, as whole minutes of them; null if they are none. */
export function parseSessions(text: string, minutes: number): number | null {
  const typed = text.trim().replace(",", ".");
  if (!/^\d{1,4}(\.\d{1,2})?$/.test(typed)) return null;
  return Math.round(Number(typed) * minutes) || null;
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
    items: form.items.map(({ kind, units, price, count, services, sessionMinutes }, at) => {
      const field = `items[${at}]`;
      if (kind !== "sessions")
        return {
          kind,
          units: (kind === "hours" ? hours : amount)(`${field}.units`, units),
          price: amount(`${field}.price`, price),
          count: kind === "hours" ? 1 : whole(`${field}.count`, count, 1),
          services,
          sessionMinutes: null,
        };
      if (services.length !== 1) faults[`${field}.services`] = "service";
      const minutes = whole(`${field}.sessionMinutes`, sessionMinutes, 1);
      return {
        kind,
        units: minutes * whole(`${field}.units`, units, 1),
        price: price.trim() ? amount(`${field}.price`, price) : null,
        count: whole(`${field}.count`, count, 1),
        services,
        sessionMinutes: minutes,
      };
    }),
    firstDay: form.firstDay || null,
    lastDay: form.lastDay || null,
    validDays: whole("validDays", form.validDays, 1),
    graceDays: whole("graceDays", form.graceDays, 0),
    warnDays: whole("warnDays", form.warnDays, 0),
    transferable: form.transferable,
    active: form.active,
    repeatable: form.repeatable,
  };
  return Object.keys(faults).length > 0 ? { faults } : { asked };
}

/** The last moment of a day, where the reader is; null while it is none yet, as with a year of five digits. */
export function endOfDay(day: string): string | null {
  const end = new Date(`${day}T23:59:59`);
  return Number.isNaN(end.getTime()) ? null : end.toISOString();
}
