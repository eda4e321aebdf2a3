import { useLanguage } from "../../base/i18n/format";

/** The hour that a place's own clock shows: the server says it, whatever the browser's zone. */
export function timeOf(local: string): string {
  return local.slice(11, 16);
}

/** Days and times as a place's clock and calendar have them, in the reader's words. */
export function useClock() {
  const { locale } = useLanguage();
  const of = (day: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(
      new Date(`${day.slice(0, 10)}T12:00:00Z`),
    );
  return {
    day: (day: string) => ({
      weekday: of(day, { weekday: "short" }),
      number: of(day, { day: "numeric" }).replace(/\D/g, ""),
      month: of(day, { month: "short" }),
    }),
    whole: (local: string) =>
      `${of(local, { weekday: "short", day: "numeric", month: "long" })}, ${timeOf(local)}`,
  };
}
