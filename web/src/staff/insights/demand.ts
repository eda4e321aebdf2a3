import type { AheadOfTime, HourOfDemand } from "../../base/api/schema";
import { day, oneOf, searchOf } from "../../base/search";
import { PERIOD_NAMES, share } from "./sessions";

export const DEMAND_KINDS = ["service", "studio", "photographer"] as const;
export const PAST = PERIOD_NAMES.filter((name) => name.startsWith("last"));

export const readDemandSearch = searchOf({
  period: oneOf(PAST),
  from: day,
  to: day,
  kind: oneOf(DEMAND_KINDS),
});

export type DemandSearch = ReturnType<typeof readDemandSearch>;

/** The week's hours from the first to the last in which there is something; a row for each day. */
export function weekOf(found: HourOfDemand[]) {
  const known = found.map((one) => one.hour);
  const first = Math.min(...known);
  const hours =
    known.length === 0
      ? []
      : Array.from({ length: Math.max(...known) - first + 1 }, (_, place) => first + place);
  const days = [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const those = found.filter((one) => one.weekday === weekday);
    return {
      weekday,
      cells: hours.map((hour) => those.find((one) => one.hour === hour)?.bookings ?? 0),
      all: those.reduce((sum, one) => sum + one.bookings, 0),
    };
  });
  return { hours, days, most: Math.max(0, ...found.map((one) => one.bookings)) };
}

/** The part that went on; null where more did than were seen before: looks are counted only since the
 * shop counts them, and not those at times that staff or a bot sent. */
export function partOf(went: number, before: number): number | null {
  const part = share(went, before);
  return part !== null && part > 1 ? null : part;
}

/** The hour of the week with most; of several the first. */
export function bestHour(found: HourOfDemand[]): HourOfDemand | undefined {
  return found.reduce<HourOfDemand | undefined>(
    (best, one) => (best === undefined || one.bookings > best.bookings ? one : best),
    undefined,
  );
}

/** How full of the fullest, from 0 (nothing) to 5. */
export function depthOf(bookings: number, most: number): number {
  return bookings === 0 || most === 0 ? 0 : Math.max(1, Math.ceil((5 * bookings) / most));
}

/** The group with most bookings; of several the first. */
export function mostAhead(groups: AheadOfTime[]): AheadOfTime | undefined {
  return groups.reduce<AheadOfTime | undefined>(
    (best, one) => (best === undefined || one.held > best.held ? one : best),
    undefined,
  );
}
