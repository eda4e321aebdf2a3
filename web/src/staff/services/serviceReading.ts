import type {
  NeedForm,
  QuestionForm,
  ServiceAsked,
  SharesForm,
  StudioRulesAsked,
  UpliftForm,
} from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { readQuestion } from "./questionForm";
import {
  type AskingTyped,
  type ExtraTyped,
  type Faults,
  type NeedTyped,
  nameOf,
  type PolicyTyped,
  type ServiceForm,
  type SharesTyped,
  type UpliftTyped,
} from "./serviceForm";

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
    requestHours: form.requestHours.trim()
      ? read.whole("requestHours", form.requestHours, 1)
      : null,
    needs: form.needs.map((one, at) => readNeed(one, `needs[${at}]`, read)),
    policy: form.ownPolicy ? readPolicy(form, digits, read) : null,
    shares: form.ownShares ? readShares(form, read) : null,
    active: form.active,
    extras: form.extras.map((one, at) => readExtra(one, at, digits, read)),
    goods: form.goods,
    series: read.whole("series", form.series, 0),
    questions: form.questions.map((one, at) => readAsked(one, at, read)),
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

function readAsked(one: QuestionForm, at: number, read: Reader): QuestionForm {
  const field = `questions[${at}]`;
  const asked = readQuestion(one);
  if (!asked.text) read.faults[`${field}.text`] = "text";
  for (const [place, option] of asked.options.entries())
    if (!option.name) read.faults[`${field}.options[${place}].name`] = "text";
  return asked;
}

/** A position, or a name that the shop looks up. */
function readSpot({ around, spot }: NeedTyped): NeedForm["around"] {
  const typed = around.trim();
  if (!typed) return null;
  if (spot && nameOf(spot) === typed) return spot;
  const [latitude = Number.NaN, longitude = Number.NaN, ...more] = typed
    .split(",")
    .map((one) => (one.trim() ? Number(one) : Number.NaN));
  const known = !Number.isNaN(latitude) && !Number.isNaN(longitude) && more.length === 0;
  return known ? { name: "", latitude, longitude } : { name: typed };
}

function readNeed(one: NeedTyped, field: string, read: Reader): NeedForm {
  return {
    role: one.role.trim(),
    kind: one.kind,
    tags: [...new Set(parted(one.tags))],
    resources: one.resources,
    withinKm: one.withinKm.trim() ? read.whole(`${field}.withinKm`, one.withinKm, 1) : null,
    around: readSpot(one),
    seats: one.seats,
    choice: one.choice,
  };
}

/** What the studio says for all services, or what is wrong with which field. */
export function readRules(
  form: PolicyTyped & SharesTyped & AskingTyped,
): { asked: StudioRulesAsked } | { faults: Faults } {
  const read = new Reader();
  const open = (field: string, typed: string) =>
    typed.trim() ? read.whole(`requests.${field}`, typed, 1) : null;
  const asked = {
    policy: readPolicy(form, 0, read),
    shares: readShares(form, read),
    requests: {
      confirmed: form.contactConfirmed,
      client: open("client", form.openByClient),
      calendar: open("calendar", form.openByCalendar),
    },
  };
  return Object.keys(read.faults).length > 0 ? { faults: read.faults } : { asked };
}

/** Percent with two decimals, as basis points. */
function readShares(form: SharesTyped, read: Reader): SharesForm {
  const names = form.levelShares.map((one) => one.level.trim());
  if (names.some((one) => !one) || new Set(names).size < names.length)
    read.faults["shares.levels"] = "level";
  const shares = {
    photographer: read.amount("shares", form.photographerShare, 2),
    studio: read.amount("shares", form.studioShare, 2),
    levels: Object.fromEntries(
      form.levelShares.map((one) => [
        one.level.trim(),
        read.amount(`shares.levels.${one.level.trim()}`, one.share, 2),
      ]),
    ),
  };
  const most = Math.max(shares.photographer, ...Object.values(shares.levels));
  if (most + shares.studio > 10_000) read.faults.shares = "shares";
  return shares;
}

function readFee(form: PolicyTyped, digits: number, read: Reader) {
  const field = "policy.move_fee";
  if (form.moveFee === "none") return null;
  const minutes = read.hours(field, form.feeHours);
  return form.moveFee === "amount"
    ? { minutes, percent: 0, amount: read.amount(field, form.feeValue, digits) }
    : { minutes, percent: read.whole(field, form.feeValue, 1), amount: 0 };
}

function readPolicy(
  form: PolicyTyped,
  digits: number,
  read: Reader,
): NonNullable<ServiceAsked["policy"]> {
  return {
    steps: form.steps.map((step) => ({
      minutes: read.hours("policy.steps", step.hours),
      percent: read.whole("policy.steps", step.percent),
    })),
    weather: read.whole("policy.weather", form.weather),
    moves: read.whole("policy.moves", form.moves),
    moveMinutes: read.hours("policy.moves", form.moveHours),
    moveFee: readFee(form, digits, read),
    noShowMinutes: form.noShow.trim() ? read.whole("policy.no_show", form.noShow) : null,
  };
}
