import type { Day, Totals } from "../../base/api/schema";

const DAY = 86_400_000;

export function cancelledOf({ cancelled }: Pick<Totals, "cancelled">): number {
  return Object.values(cancelled).reduce((sum, count) => sum + count, 0);
}

/** The last `days` days up to and with today, as the server counts days (UTC). */
export function spanOf(now: number, days: number): { from: string; to: string } {
  const name = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: name(now - (days - 1) * DAY), to: name(now) };
}

export type Change =
  | { kind: "none" | "same" | "new" }
  /** `part` of what there was; unknown where there was nothing, or less. */
  | { kind: "up" | "down"; part?: number };

export function changeOf(now: number, before: number): Change {
  if (now === before) return { kind: now === 0 ? "none" : "same" };
  if (before === 0) return { kind: "new" };
  const part = before > 0 ? (now - before) / before : undefined;
  return { kind: now > before ? "up" : "down", part };
}

export function bestOf(days: Day[]): Day | undefined {
  return days.reduce<Day | undefined>(
    (most, day) => (!most || day.orders > most.orders ? day : most),
    undefined,
  );
}
