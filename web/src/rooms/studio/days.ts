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

/** Today by a clock somewhere: only where to begin to look. */
export function todayIn(zone: string | undefined): string {
  return localIn(zone, Date.now()).slice(0, 10);
}

/** What a clock somewhere shows, as forms write it: "2026-11-24T09:30". */
export function localIn(zone: string | undefined, at: number): string {
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  })
    .format(new Date(at))
    .replace(" ", "T");
}

/** The six weeks that show the month of a day: from when, and how many days. */
export function monthOf(day: string): [string, number] {
  return [mondayOf(`${day.slice(0, 7)}-01`), 42];
}
