import type { BoardCard } from "../../base/api/schema";

export type Came = "start" | "complete" | "no-show";

const HOUR = 60 * 60_000;
/** Clients are there a little early. */
const EARLY = HOUR;

/** Until when it can be taken back that nobody came. */
export const takenBackUntil = (end: string) => Date.parse(end) + 24 * HOUR;

/** What can be said of a session at some moment. */
export function mayBeSaid(card: Pick<BoardCard, "status" | "start" | "end">, now: number): Came[] {
  const begun = Date.parse(card.start) <= now;
  if (card.status === "confirmed") {
    if (begun) return ["start", "complete", "no-show"];
    return Date.parse(card.start) - EARLY <= now ? ["start"] : [];
  }
  if (card.status === "in_progress") return begun ? ["complete"] : [];
  if (card.status !== "no_show") return [];
  // Whoever comes after all is there, as long as it lasts; who was there can be said for a day more.
  if (now < Date.parse(card.end)) return ["start"];
  return now < takenBackUntil(card.end) ? ["complete"] : [];
}
