import type { DayFigures } from "../api/types";

const DAY = 86_400_000;

export function cancelledOf({ cancelled }: DayFigures): number {
  return Object.values(cancelled).reduce((sum, count) => sum + count, 0);
}

/** The last `days` days up to and with today, as the server counts days (UTC). */
export function spanOf(now: number, days: number): { from: string; to: string } {
  const name = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: name(now - (days - 1) * DAY), to: name(now) };
}

/** Every day of the span, also those on which nothing happened. */
export function filledDays(days: DayFigures[], from: string, to: string): DayFigures[] {
  const known = new Map(days.map((each) => [each.day.slice(0, 10), each]));
  const filled: DayFigures[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY) {
    const day = new Date(at).toISOString().slice(0, 10);
    filled.push(known.get(day) ?? none(day));
  }
  return filled;
}

function none(day: string): DayFigures {
  const cancelled = { buyer: 0, staff: 0, expired: 0, unpaid: 0, refunded: 0 };
  return { day, orders: 0, units: 0, revenue: [], refunded: [], cancelled };
}
