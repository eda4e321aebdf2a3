import type { Day, Totals } from "../../base/api/schema";

export function cancelledOf({ cancelled }: Pick<Totals, "cancelled">): number {
  return Object.values(cancelled).reduce((sum, count) => sum + count, 0);
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
