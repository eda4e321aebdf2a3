/** Days of a calendar, as `2026-12-31`; no clock and no zone is in them. */

export function dayAfter(day: string, count = 1): string {
  const next = new Date(`${day}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + count);
  return next.toISOString().slice(0, 10);
}

export function daysBetween(first: string, second: string): number {
  return (Date.parse(second) - Date.parse(first)) / 86_400_000;
}

interface WithWeeks {
  weekInfo?: { firstDay: number };
  getWeekInfo?: () => { firstDay: number };
}

/** The first day of its week, as weeks begin where the language is spoken. */
export function weekOf(day: string, locale: string): string {
  const known = new Intl.Locale(locale).maximize() as unknown as WithWeeks;
  const begins = (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return dayAfter(day, -((weekday - begins + 7) % 7));
}
