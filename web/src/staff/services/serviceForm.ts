import type {
  NeedForm,
  QuestionForm,
  RequestRulesForm,
  ServiceAsked,
  SharesForm,
  StaffService,
} from "../../base/api/schema";
import { amountText } from "../../base/i18n/amount";

export const KINDS = ["photographer", "studio", "room", "equipment"] as const;
export const CHOICES = ["fair", "least-loaded", "rating", "nearest"] as const;
export const PRICE_RULES = ["flat", "hourly", "head"] as const;
export const DEPOSIT_RULES = ["none", "percent", "fixed"] as const;
export const MOVE_FEES = ["none", "percent", "amount"] as const;
export const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

type Kind = (typeof KINDS)[number];

/** A role, as typed. */
export interface NeedTyped {
  role: string;
  kind: Kind;
  tags: string;
  resources: string[];
  withinKm: string;
  /** Of which place: its name, or latitude and longitude. Empty: of where the client is. */
  around: string;
  /** What is known of it, as long as it is called the same. */
  spot: NeedForm["around"];
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

/** What cancelling costs, as typed: times are hours. */
export interface PolicyTyped {
  steps: { hours: string; percent: string }[];
  weather: string;
  moves: string;
  moveHours: string;
  moveFee: (typeof MOVE_FEES)[number];
  feeHours: string;
  feeValue: string;
  noShow: string;
}

/** Whose what is kept of a booking is, as typed: percent. */
export interface SharesTyped {
  photographerShare: string;
  studioShare: string;
  levelShares: { level: string; share: string }[];
}

/** What asking for a booking takes, as typed. */
export interface AskingTyped {
  contactConfirmed: boolean;
  openByClient: string;
  openByCalendar: string;
}

/** What stands in the form, as typed. */
export interface ServiceForm extends PolicyTyped, SharesTyped {
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
  requestHours: string;
  needs: NeedTyped[];
  ownPolicy: boolean;
  ownShares: boolean;
  extras: ExtraTyped[];
  goods: string[];
  series: string;
  questions: QuestionForm[];
  active: boolean;
}

/** What is wrong, by the field as the server calls it. */
export type Fault =
  | "name"
  | "number"
  | "amount"
  | "minutes"
  | "clock"
  | "level"
  | "shares"
  | "text";
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
  return {
    role,
    kind,
    tags: "",
    resources: [],
    withinKm: "",
    around: "",
    spot: null,
    seats: "one",
    choice: "fair",
  };
}

const NO_FEE = { moveFee: "none", feeHours: "48", feeValue: "" } as const;

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
  requestHours: "",
  needs: [newNeed("photographer", [])],
  ownPolicy: false,
  steps: [
    { hours: "24", percent: "50" },
    { hours: "2", percent: "100" },
  ],
  weather: "0",
  moves: "3",
  moveHours: "24",
  ...NO_FEE,
  noShow: "",
  ownShares: false,
  photographerShare: "0",
  studioShare: "0",
  levelShares: [],
  extras: [],
  goods: [],
  series: "0",
  questions: [],
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
    requestHours: one.requestHours == null ? "" : String(one.requestHours),
    needs: one.needs.map(typedNeed),
    ownPolicy: Boolean(policy),
    ...(policy && typedPolicy(policy, digits)),
    ownShares: Boolean(one.shares),
    ...(one.shares && typedShares(one.shares)),
    active: one.active,
    extras: one.extras.map((extra) => ({
      ...extra,
      price: amountText(extra.price, digits),
      minutes: String(extra.minutes),
      need: extra.need ? typedNeed(extra.need) : null,
    })),
    goods: one.goods,
    series: String(one.series),
    questions: one.questions,
  };
}

export function typedPolicy(policy: NonNullable<StaffService["policy"]>, digits = 0): PolicyTyped {
  const fee = policy.moveFee;
  return {
    steps: (policy.steps ?? []).map((step) => ({
      hours: String(step.minutes / 60),
      percent: String(step.percent),
    })),
    weather: String(policy.weather),
    moves: String(policy.moves),
    moveHours: String((policy.moveMinutes ?? 0) / 60),
    ...(fee
      ? {
          moveFee: fee.amount ? ("amount" as const) : ("percent" as const),
          feeHours: String(fee.minutes / 60),
          feeValue: fee.amount ? amountText(fee.amount, digits) : String(fee.percent),
        }
      : NO_FEE),
    noShow: policy.noShowMinutes == null ? "" : String(policy.noShowMinutes),
  };
}

/** Basis points as percent. */
export function typedShares(shares: SharesForm): SharesTyped {
  return {
    photographerShare: String(shares.photographer / 100),
    studioShare: String(shares.studio / 100),
    levelShares: Object.entries(shares.levels).map(([level, share]) => ({
      level,
      share: String(share / 100),
    })),
  };
}

/** Empty: what the shop lets any. */
export function typedAsking(requests: RequestRulesForm): AskingTyped {
  return {
    contactConfirmed: requests.confirmed,
    openByClient: requests.client == null ? "" : String(requests.client),
    openByCalendar: requests.calendar == null ? "" : String(requests.calendar),
  };
}

/** What a place is called: its name, or where it is. */
export function nameOf(spot: NeedForm["around"]): string {
  if (!spot) return "";
  return spot.name || `${spot.latitude}, ${spot.longitude}`;
}

function typedNeed(need: NeedForm): NeedTyped {
  return {
    ...need,
    tags: need.tags.join(", "),
    around: nameOf(need.around),
    spot: need.around,
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
