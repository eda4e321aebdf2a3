import type { BoardAnswer, BoardDayShown, BoardShift } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { mondayOf } from "./scheduleForm";

/** Days as a calendar names them, whatever the browser's zone. */
export function useDays() {
  const { locale } = useLanguage();
  const of = (day: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(
      new Date(`${day.slice(0, 10)}T12:00:00Z`),
    );
  return {
    short: (day: string) => of(day, { weekday: "short", day: "numeric", month: "short" }),
    long: (day: string) => of(day, { weekday: "long", day: "numeric", month: "long" }),
    weekday: (day: string) => of(day, { weekday: "short" }),
    number: (day: string) => of(day, { day: "numeric" }).replace(/\D/g, ""),
    month: (day: string) => of(day, { month: "long", year: "numeric" }),
  };
}

/** So many days after. */
export function dayAfter(day: string, count = 1): string {
  const next = new Date(`${day}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + count);
  return next.toISOString().slice(0, 10);
}

/** Today where the reader is, or somewhere: only where to begin to look, as the browser has the zone. */
export function todayIn(zone: string | undefined, now = serverClock.now()): string {
  return new Intl.DateTimeFormat("sv-SE", zone ? { timeZone: zone } : {}).format(now);
}

/** Today by the board's clock, if it shows that day. */
export function todayOf({ days }: Pick<BoardAnswer, "days">): string | undefined {
  const now = serverClock.now();
  return days.find(({ start, end }) => Date.parse(start) <= now && now < Date.parse(end))?.day;
}

/** Whether it lies in the day, or reaches into it. */
export function reaches(
  { start, end }: Pick<BoardDayShown, "start" | "end">,
  one: { start: string; end: string },
): boolean {
  return Date.parse(one.start) < Date.parse(end) && Date.parse(one.end) > Date.parse(start);
}

/** From when until when it is on that day, by the board's clock: "…" is on another. */
export function hoursOn(
  { day, end }: Pick<BoardDayShown, "day" | "end">,
  one: { begins: string; ends: string; end: string },
): [string, string] {
  const midnight = Date.parse(one.end) === Date.parse(end) ? "24:00" : "…";
  return [
    one.begins.startsWith(day) ? one.begins.slice(11) : "…",
    one.ends.startsWith(day) ? one.ends.slice(11) : midnight,
  ];
}

/** What a clock shows, as the server says it goes and as forms write it: "2026-11-24T09:30". */
export function localBy(clock: readonly BoardShift[], at: number): string {
  const turn = clock.findLast(({ start }) => Date.parse(start) <= at) ?? clock[0];
  return new Date(at + (turn?.ahead ?? 0) * 60_000).toISOString().slice(0, 16);
}

/** The six weeks that show the month of a day: from when, and how many days. */
export function monthOf(day: string): [string, number] {
  return [mondayOf(`${day.slice(0, 7)}-01`), 42];
}

/** Which day it is then, by that clock. */
export const dayIn = (zone: string, at: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date(at));
