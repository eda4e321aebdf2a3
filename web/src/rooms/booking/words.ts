import type { TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { aheadOf, comesTwice } from "./twice";

/** The hour that a place's own clock shows: the server says it, whatever the browser's zone. */
export function timeOf(local: string): string {
  return local.slice(11, 16);
}

/** Days and times as a place's clock and calendar have them, in the reader's words. */
export function useClock() {
  const { locale } = useLanguage();
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
  const at = (day: string) => new Date(`${day.slice(0, 10)}T12:00:00Z`);
  const of = (day: string, options: Intl.DateTimeFormatOptions) => format(options).format(at(day));
  return {
    day: (day: string) => ({
      weekday: of(day, { weekday: "short" }),
      number: of(day, { day: "numeric" }).replace(/\D/g, ""),
      month: of(day, { month: "short" }),
    }),
    dayInWords: (day: string) => of(day, { weekday: "long", day: "numeric", month: "long" }),
    months: (first: string, last: string) =>
      format({ month: "short", year: "numeric" }).formatRange(at(first), at(last)),
    /** With how far it is ahead of UTC, where the clock of the `zone` shows that hour twice. */
    whole: (local: string, zone?: string) => {
      const day = of(local, { weekday: "short", day: "numeric", month: "long" });
      const which = zone && comesTwice(local, zone) ? ` ${aheadOf(local)}` : "";
      return `${day}, ${timeOf(local)}${which}`;
    },
  };
}

/** The hour that the reader's own clock shows then; where it is another day there, which. */
export function useTheirTime(): (local: string, theirs: string) => string {
  const clock = useClock();
  return (local, theirs) =>
    theirs.slice(0, 10) === local.slice(0, 10)
      ? timeOf(theirs)
      : `${clock.day(theirs).weekday} ${timeOf(theirs)}`;
}

/** When a time is, by its place's clock; whose that is, where the reader's shows something else. */
export function useWhen(): (time: Pick<TimeBody, "local" | "visitor" | "zone">) => string {
  const clock = useClock();
  const { formats } = useLanguage();
  return ({ local, visitor, zone }) =>
    visitor && visitor !== local
      ? `${clock.whole(local, zone)} (${formats.zoneName(zone)})`
      : clock.whole(local, zone);
}

/** When something ends that is free or cheap until then; whose time that is, where the place's clock
 * shows something else. */
export function useEnd(zone: string): (at: string | number) => string {
  const { t, formats } = useLanguage();
  return (at) => {
    const here = formats.until(at);
    return isClockOf(zone, at) ? here : t("book.yours", { time: here });
  };
}

/** Whether the reader's clock shows then what the zone's does. */
function isClockOf(zone: string, at: string | number): boolean {
  const [theirs, ours] = [{ timeZone: zone }, {}].map((where) =>
    new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", ...where }).format(
      new Date(at),
    ),
  );
  return theirs === ours;
}
