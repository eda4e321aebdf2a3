import type { HourLoad, ResourceLoad, SessionGroup } from "../../base/api/schema";
import { day, oneOf, searchOf, text } from "../../base/search";

const DAY = 86_400_000;

/** Periods, as days from today: the first and the last. */
export const PERIODS = {
  last7: [-6, 0],
  last28: [-27, 0],
  last84: [-83, 0],
  next7: [0, 6],
  next28: [0, 27],
} as const;

export type Period = keyof typeof PERIODS;
export const PERIOD_NAMES = Object.keys(PERIODS) as Period[];

export const KINDS = ["photographer", "room", "studio", "equipment"] as const;
export type Kind = (typeof KINDS)[number];

export const readSessionSearch = searchOf({
  period: oneOf(PERIOD_NAMES),
  from: day,
  to: day,
  studio: text,
  kind: oneOf(KINDS),
});

export type SessionSearch = ReturnType<typeof readSessionSearch>;

/** The days that are asked for: those written, or those of the period around today. */
export function daysOf(
  { period, from, to }: Pick<SessionSearch, "period" | "from" | "to">,
  today: string,
) {
  if (from && to && from <= to) return { from, to };
  const [first, last] = PERIODS[period ?? "last28"];
  return { from: plus(today, first), to: plus(today, last) };
}

/** The day it is here. */
export function dayHere(now: number): string {
  const at = new Date(now);
  return new Date(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()))
    .toISOString()
    .slice(0, 10);
}

function plus(name: string, days: number): string {
  return new Date(Date.parse(`${name}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** What came of sessions, of whichever. */
export type SessionsCame = Omit<SessionGroup, "id" | "name">;

/** A part of a whole; null where there is no whole. */
export function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** Of those that were to take place by now, to how many nobody came. */
export function missedShare(came: SessionsCame): number | null {
  return share(came.missed, came.tookPlace + came.missed);
}

export function cancelledShare(came: SessionsCame): number | null {
  return share(came.cancelled, came.sessions + came.cancelled);
}

/** How full it is, from 0 (nothing) to 5 (all of it). */
export function levelOf(part: number): number {
  return part <= 0 ? 0 : Math.min(5, 1 + Math.floor(part * 5));
}

/** "09:00" */
export function clockOf(hour: number): string {
  return `${hour}`.padStart(2, "0").concat(":00");
}

/** Every hour from the first to the last in which any of them is open or taken. */
export function hoursOf(load: ResourceLoad[]): number[] {
  const known = load.flatMap((one) => one.hours.map((each) => each.hour));
  const first = Math.min(...known);
  return known.length === 0
    ? []
    : Array.from({ length: Math.max(...known) - first + 1 }, (_, place) => first + place);
}

/** Of all of them together, hour by hour. */
export function together(load: ResourceLoad[]): HourLoad[] {
  return hoursOf(load).map((hour) => {
    const those = load.flatMap((one) => one.hours.filter((each) => each.hour === hour));
    return {
      hour,
      taken: those.reduce((sum, each) => sum + each.taken, 0),
      open: those.reduce((sum, each) => sum + each.open, 0),
    };
  });
}
