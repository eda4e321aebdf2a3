import type { Amount, Day, Totals } from "../../base/api/schema";

const DAY = 86_400_000;

export function cancelledOf({ cancelled }: Pick<Totals, "cancelled">): number {
  return Object.values(cancelled).reduce((sum, count) => sum + count, 0);
}

/** The last `days` days up to and with today, as the server counts days (UTC). */
export function spanOf(now: number, days: number): { from: string; to: string } {
  const name = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: name(now - (days - 1) * DAY), to: name(now) };
}

/** So much of it is in this currency. */
export function amountIn(amounts: Amount[], currency: string): number {
  return amounts.find((one) => one.currency === currency)?.amount ?? 0;
}

/** Every currency in these sums, the shop's own first. */
export function currenciesOf(amounts: Amount[], own: string | null | undefined): string[] {
  const codes = [...new Set(amounts.map((one) => one.currency))];
  return codes.sort((one, other) => {
    if (one === own || other === own) return one === own ? -1 : 1;
    return one.localeCompare(other);
  });
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
