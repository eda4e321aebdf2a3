import { useTranslation } from "react-i18next";
import { amountText } from "./amount";
import { currencyName } from "./currencyNames";
import { decimalsOf, priceFormat } from "./decimals";
import type { Locale } from "./setup";

/** The shop's own currency, which `Intl` has no name for; it has no decimals. */
export const POINTS = "PTS";
/** Units that each language writes in its own way. */
const UNITS: Record<string, string> = {
  g: "gram",
  kg: "kilogram",
  mm: "millimeter",
  cm: "centimeter",
  m: "meter",
  ml: "milliliter",
  l: "liter",
  s: "second",
  min: "minute",
  h: "hour",
};
const POINT_WORDS: Record<string, Partial<Record<Intl.LDMLPluralRule, string>>> = {
  en: { one: "point", other: "points" },
  ru: { one: "балл", few: "балла", many: "баллов", other: "балла" },
  ko: { other: "P" },
};

const POINT_NAMES: Record<string, string> = { en: "Points", ru: "Баллы", ko: "포인트" };

/** Prices, numbers, dates: always by the locale's own rules. */
export class Formats {
  private readonly made = new Map<string, unknown>();

  constructor(readonly locale: string) {}

  /** `amount` is in minor units, as everywhere; whole prices show no decimals. */
  price(amount: number, currency: string): string {
    if (currency === POINTS) return this.points(amount);
    const format = this.once(`price ${currency}`, () => priceFormat(this.locale, currency));
    return format.format(amount / 10 ** decimalsOf(currency));
  }

  /** With its sign, as a movement: +300 ₽, −2 points. */
  priceChange(amount: number, currency: string): string {
    const sign = amount > 0 ? "+" : amount < 0 ? "\u2212" : "";
    return sign + this.price(Math.abs(amount), currency);
  }

  /** How many decimals an amount of this currency has. */
  digits(currency: string): number {
    return decimalsOf(currency);
  }

  currencyName(currency: string): string {
    if (currency === POINTS) return POINT_NAMES[this.locale] ?? currency;
    const names = this.once(
      "currencies",
      () => new Intl.DisplayNames([this.locale], { type: "currency" }),
    );
    const name = currencyName(currency, names, this.locale);
    return name.charAt(0).toLocaleUpperCase(this.locale) + name.slice(1);
  }

  private points(amount: number): string {
    const rules = this.once("plural", () => new Intl.PluralRules(this.locale));
    const words = POINT_WORDS[this.locale] ?? POINT_WORDS.en;
    const word = words?.[rules.select(Math.abs(amount))] ?? words?.other ?? POINTS;
    return `${this.number(amount)}\u00a0${word}`;
  }

  number(value: number): string {
    return this.once("number", () => new Intl.NumberFormat(this.locale)).format(value);
  }

  /** Of a unit, as the reader's language writes it: 15 hr, 15 ч. One it does not know stands as it is. */
  measure(value: string | number, unit: string): string {
    const known = UNITS[unit];
    const number = Number(value);
    if (!known || value === "" || Number.isNaN(number))
      return `${typeof value === "number" ? this.number(value) : value} ${unit}`;
    return this.once(
      `unit ${known}`,
      () =>
        new Intl.NumberFormat(this.locale, {
          style: "unit",
          unit: known,
          unitDisplay: "short",
          maximumFractionDigits: 6,
        }),
    ).format(number);
  }

  /** To one decimal, always: 4.0 beside 4.3. */
  decimal(value: number): string {
    return this.once(
      "decimal",
      () =>
        new Intl.NumberFormat(this.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    ).format(value);
  }

  /** The amount alone, with a point, as spreadsheets read it. */
  amount(minor: number, currency: string): string {
    return minor < 0
      ? `-${amountText(-minor, this.digits(currency))}`
      : amountText(minor, this.digits(currency));
  }

  /** With its sign, as a change: +3, −2. */
  change(value: number): string {
    return this.once(
      "change",
      () => new Intl.NumberFormat(this.locale, { signDisplay: "exceptZero" }),
    ).format(value);
  }

  /** A part in whole percent: 62 %. */
  percent(part: number): string {
    return this.once(
      "percent",
      () => new Intl.NumberFormat(this.locale, { style: "percent", maximumFractionDigits: 0 }),
    ).format(part);
  }

  /** A part as a change in percent, with its sign: +50 %, −3.4 %. */
  percentChange(part: number): string {
    const fine = Math.abs(part) < 0.1;
    return this.once(
      `percent ${fine}`,
      () =>
        new Intl.NumberFormat(this.locale, {
          style: "percent",
          signDisplay: "exceptZero",
          maximumFractionDigits: fine ? 1 : 0,
        }),
    ).format(part);
  }

  time(value: string | number): string {
    return this.date(value, {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
  }

  /** The time of an end; with its day unless that is today: "16:14", "Mon, Nov 23, 16:14". */
  until(value: string | number, now = Date.now()): string {
    const today =
      this.date(value, { dateStyle: "short" }) === this.date(now, { dateStyle: "short" });
    return this.date(value, {
      ...(today ? {} : { weekday: "short", day: "numeric", month: "short" }),
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  }

  /** A zone as people read it: Buenos Aires, not America/Buenos_Aires; in other languages than
   * English the place, the country or the zone that `Intl` names it by: Германия, Москва, 독일. */
  zoneName(zone: string): string {
    return this.once(`zone ${zone}`, () => zoneNameIn(this.locale, zone));
  }

  /** The day by the clock of a place. */
  dayIn(value: string | number, zone: string): string {
    return this.date(value, { dateStyle: "medium", timeZone: zone });
  }

  /** By the clock of a place. */
  momentIn(value: string | number, zone: string): string {
    return this.date(value, {
      dateStyle: "medium",
      timeStyle: "short",
      hourCycle: "h23",
      timeZone: zone,
    });
  }

  moment(value: string | number): string {
    return this.date(value, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });
  }

  /** A day of a year, without its hour: "Nov 25, 2027". */
  calendarDay(value: string | number): string {
    return this.date(value, { dateStyle: "medium" });
  }

  /** How large files are: "12.3 MB", "61 kB" where that is less than a tenth of one. */
  megabytes(value: number): string {
    const small = value > 0 && value < 0.1;
    const unit = small ? "kilobyte" : "megabyte";
    const maximumFractionDigits = value < 10 && !small ? 1 : 0;
    return this.once(
      `${unit} ${maximumFractionDigits}`,
      () =>
        new Intl.NumberFormat(this.locale, {
          style: "unit",
          unit,
          maximumFractionDigits,
        }),
    ).format(small ? Math.ceil(value * 1000) : value);
  }

  day(value: string | number): string {
    return this.date(value, { day: "numeric", month: "short" });
  }

  /** From one day to another, each as 2026-01-31: "25 – 27 Nov". */
  days(from: string, to: string): string {
    const format = this.once(
      "days",
      () =>
        new Intl.DateTimeFormat(this.locale, { day: "numeric", month: "short", timeZone: "UTC" }),
    );
    return format.formatRange(Date.parse(from), Date.parse(to));
  }

  /** "Monday", of 1 for Monday to 7. */
  weekday(number: number): string {
    return this.date(Date.UTC(2024, 0, number), { weekday: "long", timeZone: "UTC" });
  }

  dayOfUtc(value: string): string {
    return this.date(`${value.slice(0, 10)}T00:00:00Z`, {
      day: "numeric",
      month: "short",
      timeZone: "UTC",
    });
  }

  /** A day that something is expected on, with its year unless it is this one. */
  dayAhead(value: string, now = Date.now()): string {
    const year = value.slice(0, 4);
    if (year === String(new Date(now).getUTCFullYear())) return this.dayOfUtc(value);
    return this.date(`${value.slice(0, 10)}T00:00:00Z`, {
      day: "numeric",
      month: "short",
      year: "numeric",
      timeZone: "UTC",
    });
  }

  /** "Nov 2026", of any day of it. */
  monthOfUtc(value: string): string {
    return this.date(`${value.slice(0, 10)}T00:00:00Z`, {
      month: "short",
      year: "numeric",
      timeZone: "UTC",
    });
  }

  /** "3 minutes ago"; beyond a week, the date. */
  ago(value: string, now: number): string {
    const seconds = (Date.parse(value) - now) / 1000;
    if (Math.abs(seconds) > 7 * 86_400) return this.date(value, { dateStyle: "medium" });
    const [unit, size] = unitOf(Math.abs(seconds));
    return this.once(
      "ago",
      () => new Intl.RelativeTimeFormat(this.locale, { numeric: "auto" }),
    ).format(Math.round(seconds / size), unit);
  }

  /** How long something takes: "90 minutes", "2 hours", "2 hours 30 minutes". */
  length(minutes: number): string {
    if (minutes < 120) return this.unit("minute").format(minutes);
    const rest = minutes % 60;
    const hours = this.unit("hour").format((minutes - rest) / 60);
    return rest === 0 ? hours : `${hours} ${this.unit("minute").format(rest)}`;
  }

  /** From how long to how long: "1–2 hours", "45–90 minutes". */
  lengths(least: number, most: number): string {
    if (least === most) return this.length(least);
    const whole = least % 60 === 0 && most % 60 === 0;
    return whole
      ? this.unit("hour").formatRange(least / 60, most / 60)
      : this.unit("minute").formatRange(least, most);
  }

  private unit(unit: "minute" | "hour"): Intl.NumberFormat {
    return this.once(
      unit,
      () => new Intl.NumberFormat(this.locale, { style: "unit", unit, unitDisplay: "long" }),
    );
  }

  list(words: string[]): string {
    return words.join(", ");
  }

  private date(value: string | number, options: Intl.DateTimeFormatOptions): string {
    return this.once(
      JSON.stringify(options),
      () => new Intl.DateTimeFormat(this.locale, options),
    ).format(new Date(value));
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name) as T;
  }
}

function unitOf(seconds: number): [Intl.RelativeTimeFormatUnit, number] {
  if (seconds < 60) return ["second", 1];
  if (seconds < 3_600) return ["minute", 60];
  if (seconds < 86_400) return ["hour", 3_600];
  return ["day", 86_400];
}

const shared = new Map<string, Formats>();

export function formatsOf(locale: string): Formats {
  const known = shared.get(locale) ?? new Formats(locale);
  shared.set(locale, known);
  return known;
}

/** How to speak to the visitor: in sentences, in prices and times, and in which language. */
export function useLanguage() {
  const { t, i18n } = useTranslation();
  return { t, formats: formatsOf(i18n.language), locale: i18n.language as Locale };
}

/** What a zone's name says besides its place: that it is a time, and which. */
const OF_TIME = /(,? (стандартное|летнее) время| (표준시|시간))$/;
const LATIN = /[A-Za-z]/;

/** Chromium knows no cities in other languages, only countries of one zone, and the zones' long names. */
function zoneNameIn(locale: string, zone: string): string {
  const city = (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
  if (locale.startsWith("en") || !zone.includes("/")) return city;
  const named = (timeZoneName: "shortGeneric" | "longGeneric") =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName })
      .formatToParts(Date.now())
      .find(({ type }) => type === "timeZoneName")
      ?.value.replace(OF_TIME, "") ?? city;
  try {
    const place = named("shortGeneric");
    if (!LATIN.test(place)) return place;
    const whole = named("longGeneric");
    return LATIN.test(whole) ? city : whole;
  } catch {
    return city; // a zone that this browser does not know
  }
}
