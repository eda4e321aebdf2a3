import type { Cohort, TradeBody, TradeHour } from "../../base/api/schema";
import { searchOf, text } from "../../base/search";

export const SPANS = [7, 30, 90] as const;
export type Span = (typeof SPANS)[number];

const days = (value: unknown) => SPANS.find((each) => each === Number(value));

export const readTrade = searchOf({ seller: text, days });

/** So many of a whole; null where there is no whole. */
export const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

/** Every hour of a day, also those in which nothing was sold. */
export function everyHour(hours: TradeHour[]): { hour: number; units: number; back: number }[] {
  return Array.from({ length: 24 }, (_, hour) => {
    const found = hours.find((one) => one.hour === hour);
    return { hour, units: found?.units ?? 0, back: found?.back ?? 0 };
  });
}

/** "09:00" */
export const clockOf = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

/** Where most was sold; the earliest of several. */
export function mostOf<One extends { units: number }>(parts: One[]): One | undefined {
  return parts.reduce<One | undefined>(
    (most, one) => (one.units > (most?.units ?? 0) ? one : most),
    undefined,
  );
}

/** Nothing was sold, and nobody came. */
export const isQuiet = ({ totals, dead }: TradeBody) =>
  totals.orders + totals.visits + totals.carted + dead.length === 0;

/** Who of a cohort bought so many months after their first. */
export const returning = ({ later }: Cohort, after: number) =>
  later.find((one) => one.after === after)?.buyers ?? 0;

/** How many months after the first anybody came back, from one on. */
export function monthsOf(cohorts: Cohort[]): number[] {
  const most = Math.max(0, ...cohorts.flatMap(({ later }) => later.map(({ after }) => after)));
  return Array.from({ length: most }, (_, at) => at + 1);
}
