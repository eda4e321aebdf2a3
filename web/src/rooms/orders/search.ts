import { oneOf, searchOf, words } from "../../base/search";

/** Which of their orders somebody looks at; in the address, so that one comes back to it. */
export const STATUSES = ["pending", "paid", "completed", "cancelled"] as const;

/** The last days, or a year. */
export const DAYS = ["30", "180"] as const;

export const readOwnSearch = searchOf({ q: words, status: oneOf(STATUSES), time });
export type OwnSearch = ReturnType<typeof readOwnSearch>;

function time(value: unknown): string | undefined {
  const said = String(value ?? "");
  return DAYS.some((each) => each === said) || /^20\d\d$/.test(said) ? said : undefined;
}

/** This year and those before it, the newest first. */
export function years(now: Date, most = 4): string[] {
  return Array.from({ length: most }, (_, back) => String(now.getFullYear() - back));
}

/** As the server is asked: days and years are whole, in the visitor's own time zone. */
export function asked({ q, status, time: chosen }: OwnSearch, now: Date) {
  if (!chosen) return { q, status };
  if (chosen.length === 4)
    return { q, status, from: first(Number(chosen)), to: first(Number(chosen) + 1) };
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - Number(chosen));
  return { q, status, from: from.toISOString() };
}

function first(year: number): string {
  return new Date(year, 0, 1).toISOString();
}
