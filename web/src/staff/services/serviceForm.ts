import type { NeedForm, ServiceAsked, StaffService, UpliftForm } from "../../base/api/schema";
import { amountText, parseAmount } from "../../base/i18n/amount";

export const KINDS = ["photographer", "studio", "room", "equipment"] as const;
export const CHOICES = ["fair", "least-loaded", "rating", "nearest"] as const;
export const PRICE_RULES = ["flat", "hourly", "head"] as const;
export const DEPOSIT_RULES = ["none", "percent", "fixed"] as const;
export const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

type Kind = (typeof KINDS)[number];

/** A role, as typed. */
export interface NeedTyped {
  role: string;
  kind: Kind;
  tags: string;
  resources: string[];
  withinKm: string;
  seats: NeedForm["seats"];
  choice: NeedForm["choice"];
}

/** What can be added to it, as typed. */
export interface ExtraTyped {
  id: string;
  name: string;
  texts: Record<string, string>;
  price: string;
  minutes: string;
  need: NeedTyped | null;
}

export interface UpliftTyped {
  weekdays: number[];
  start: string;
  end: string;
  percent: string;
}

/** What stands in the form, as typed. Times of cancelling are hours. */
export interface ServiceForm {
  name: string;
  about: string;
  texts: Record<string, { name: string; about: string }>;
  currency: string;
  lengthRule: "list" | "steps";
  minutes: string;
  least: string;
  most: string;
  step: string;
  startRule: "step" | "fixed";
  every: string;
  fixed: string;
  gap: string;
  priceRule: ServiceAsked["price"]["rule"];
  amount: string;
  levels: { level: string; amount: string }[];
  uplifts: UpliftTyped[];
  depositRule: ServiceAsked["deposit"]["rule"];
  deposit: string;
  people: string;
  needs: NeedTyped[];
  ownPolicy: boolean;
  steps: { hours: string; percent: string }[];
  weather: string;
  moves: string;
  moveHours: string;
  noShow: string;
  extras: ExtraTyped[];
  goods: string[];
  active: boolean;
}

/** What is wrong, by the field as the server calls it. */
export type Fault = "name" | "number" | "amount" | "minutes" | "clock" | "level";
export type Faults = Record<string, Fault>;

export const newUplift = (): UpliftTyped => ({
  weekdays: [...WEEK],
  start: "18:00",
  end: "00:00",
  percent: "20",
});

/** A role of its kind's name; the second of them is told apart by a number. */
export function newNeed(kind: Kind, others: readonly NeedTyped[]): NeedTyped {
  const taken = new Set(others.map((one) => one.role));
  let role: string = kind;
  for (let number = 2; taken.has(role); number += 1) role = `${kind}-${number}`;
  return { role, kind, tags: "", resources: [], withinKm: "", seats: "one", choice: "fair" };
}

export const newService = (currency: string): ServiceForm => ({
  name: "",
  about: "",
  texts: {},
  currency,
  lengthRule: "list",
  minutes: "60",
  least: "60",
  most: "240",
  step: "30",
  startRule: "step",
  every: "30",
  fixed: "",
  gap: "0",
  priceRule: "hourly",
  amount: "",
  levels: [],
  uplifts: [],
  depositRule: "none",
  deposit: "",
  people: "1",
  needs: [newNeed("photographer", [])],
  ownPolicy: false,
  steps: [
    { hours: "24", percent: "50" },
    { hours: "2", percent: "100" },
  ],
  weather: "0",
  moves: "3",
  moveHours: "24",
  noShow: "",
  extras: [],
  goods: [],
  active: true,
});

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

export function formOf(one: StaffService, digits: number): ServiceForm {
  const begin = newService(one.currency);
  const { lengths, grid, price, deposit, policy } = one;
  const listed = lengths.minutes.length > 0;
  return {
    ...begin,
    name: one.name,
    about: one.about,
    texts: one.texts,
    lengthRule: listed ? "list" : "steps",
    minutes: listed ? lengths.minutes.join(", ") : begin.minutes,
    least: String(lengths.least ?? begin.least),
    most: String(lengths.most ?? begin.most),
    step: String(lengths.step ?? begin.step),
    startRule: grid.fixed.length > 0 ? "fixed" : "step",
    every: String(grid.step),
    fixed: grid.fixed.map(clock).join(", "),
    gap: String(grid.gap),
    priceRule: price.rule,
    amount: amountText(price.amount, digits),
    levels: Object.entries(price.levels).map(([level, amount]) => ({
      level,
      amount: amountText(amount, digits),
    })),
    uplifts: price.uplifts.map((up) => ({
      weekdays: up.weekdays,
      start: clock(up.start),
      end: clock(up.end),
      percent: String(up.percent),
    })),
    depositRule: deposit.rule,
    deposit: deposit.rule === "fixed" ? amountText(deposit.value, digits) : String(deposit.value),
    people: String(one.people),
    needs: one.needs.map(typedNeed),
    ownPolicy: Boolean(policy),
    ...(policy && {
      steps: policy.steps.map((step) => ({
        hours: String(step.minutes / 60),
        percent: String(step.percent),
      })),
      weather: String(policy.weather),
      moves: String(policy.moves),
      moveHours: String(policy.moveMinutes / 60),
      noShow: policy.noShowMinutes == null ? "" : String(policy.noShowMinutes),
    }),
    active: one.active,
    extras: one.extras.map((extra) => ({
      ...extra,
      price: amountText(extra.price, digits),
      minutes: String(extra.minutes),
      need: extra.need ? typedNeed(extra.need) : null,
    })),
    goods: one.goods,
  };
}

function typedNeed(need: NeedForm): NeedTyped {
  return {
    ...need,
    tags: need.tags.join(", "),
    withinKm: need.withinKm === null || need.withinKm === undefined ? "" : String(need.withinKm),
  };
}

/** A new one; what it is called by never changes. */
export function newExtra(others: readonly ExtraTyped[]): ExtraTyped {
  const taken = new Set(others.map((one) => one.id));
  let number = others.length + 1;
  while (taken.has(`extra-${number}`)) number += 1;
  return { id: `extra-${number}`, name: "", texts: {}, price: "", minutes: "0", need: null };
}

/** Reads one field after another, and notes which cannot be read. */
class Reader {
  readonly faults: Faults = {};

  whole(field: string, text: string, least = 0): number {
    const typed = text.trim();
    const value = /^-?\d{1,6}$/.test(typed) ? Number(typed) : Number.NaN;
    if (value >= least) return value;
    this.faults[field] = "number";
    return 0;
  }

  amount(field: string, text: string, digits: number): number {
    const value = parseAmount(text, digits);
    if (value === null) this.faults[field] = "amount";
    return value ?? 0;
  }

  /** Hours, with decimals, as minutes. */
  hours(field: string, text: string): number {
    const value = Number(text.trim().replace(",", "."));
    if (text.trim() !== "" && value >= 0) return Math.round(value * 60);
    this.faults[field] = "number";
    return 0;
  }

  /** A time of the day, in minutes after midnight. */
  clock(field: string, text: string): number {
    const found = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
    const value = found ? Number(found[1]) * 60 + Number(found[2]) : Number.NaN;
    if (value >= 0 && value < 1440) return value;
    this.faults[field] = "clock";
    return 0;
  }
}

const parted = (text: string) =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

/** The service as the server takes it, or what is wrong with which field. */
export function readService(
  form: ServiceForm,
  digits: number,
): { asked: ServiceAsked } | { faults: Faults } {
  const read = new Reader();
  if (!form.name.trim()) read.faults.name = "name";
  const asked: ServiceAsked = {
    name: form.name.trim(),
    about: form.about.trim(),
    texts: Object.fromEntries(
      Object.entries(form.texts).filter(([, text]) => text.name || text.about),
    ),
    currency: form.currency,
    lengths: readLengths(form, read),
    grid: {
      step: form.startRule === "step" ? read.whole("grid.step", form.every, 1) : 30,
      fixed:
        form.startRule === "fixed"
          ? parted(form.fixed || "-").map((one) => read.clock("grid.fixed", one))
          : [],
      gap: read.whole("grid.gap", form.gap),
    },
    price: {
      rule: form.priceRule,
      amount: read.amount("price.amount", form.amount, digits),
      levels: readLevels(form, digits, read),
      uplifts: form.uplifts.map((one, at) => readUplift(one, at, read)),
    },
    deposit: { rule: form.depositRule, value: readDeposit(form, digits, read) },
    people: read.whole("people", form.people, 1),
    needs: form.needs.map((one, at) => readNeed(one, `needs[${at}]`, read)),
    policy: form.ownPolicy ? readPolicy(form, read) : null,
    active: form.active,
    extras: form.extras.map((one, at) => readExtra(one, at, digits, read)),
    goods: form.goods,
  };
  return Object.keys(read.faults).length > 0 ? { faults: read.faults } : { asked };
}

function readLengths(form: ServiceForm, read: Reader): ServiceAsked["lengths"] {
  if (form.lengthRule === "steps")
    return {
      minutes: [],
      least: read.whole("lengths.least", form.least, 1),
      most: read.whole("lengths.most", form.most, 1),
      step: read.whole("lengths.step", form.step, 1),
    };
  const minutes = parted(form.minutes).map(Number);
  if (minutes.length === 0 || !minutes.every(Number.isInteger))
    read.faults["lengths.minutes"] = "minutes";
  return { minutes };
}

function readLevels(form: ServiceForm, digits: number, read: Reader): Record<string, number> {
  const names = form.levels.map((one) => one.level.trim());
  if (names.some((name) => !name) || new Set(names).size < names.length)
    read.faults["price.levels"] = "level";
  return Object.fromEntries(
    form.levels.map((one) => [
      one.level.trim(),
      read.amount(`price.levels.${one.level.trim()}`, one.amount, digits),
    ]),
  );
}

function readUplift(one: UpliftTyped, at: number, read: Reader): UpliftForm {
  const field = `price.uplifts[${at}]`;
  return {
    weekdays: [...one.weekdays].sort(),
    start: read.clock(`${field}.start`, one.start),
    end: read.clock(`${field}.end`, one.end) || 1440,
    percent: read.whole(`${field}.percent`, one.percent, -100),
  };
}

function readDeposit(form: ServiceForm, digits: number, read: Reader): number {
  if (form.depositRule === "none") return 0;
  return form.depositRule === "fixed"
    ? read.amount("deposit.value", form.deposit, digits)
    : read.whole("deposit.value", form.deposit);
}

function readExtra(
  one: ExtraTyped,
  at: number,
  digits: number,
  read: Reader,
): ServiceAsked["extras"][number] {
  const field = `extras[${at}]`;
  if (!one.name.trim()) read.faults[`${field}.name`] = "name";
  return {
    id: one.id,
    name: one.name.trim(),
    texts: one.texts,
    price: read.amount(`${field}.price`, one.price, digits),
    minutes: read.whole(`${field}.minutes`, one.minutes),
    need: one.need && readNeed(one.need, `${field}.need`, read),
  };
}

function readNeed(one: NeedTyped, field: string, read: Reader): NeedForm {
  return {
    role: one.role.trim(),
    kind: one.kind,
    tags: [...new Set(parted(one.tags))],
    resources: one.resources,
    withinKm: one.withinKm.trim() ? read.whole(`${field}.withinKm`, one.withinKm, 1) : null,
    seats: one.seats,
    choice: one.choice,
  };
}

function readPolicy(form: ServiceForm, read: Reader): NonNullable<ServiceAsked["policy"]> {
  return {
    steps: form.steps.map((step) => ({
      minutes: read.hours("policy.steps", step.hours),
      percent: read.whole("policy.steps", step.percent),
    })),
    weather: read.whole("policy.weather", form.weather),
    moves: read.whole("policy.moves", form.moves),
    moveMinutes: read.hours("policy.moves", form.moveHours),
    noShowMinutes: form.noShow.trim() ? read.whole("policy.no_show", form.noShow) : null,
  };
}
