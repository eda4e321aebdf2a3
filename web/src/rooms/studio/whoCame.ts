import type { BoardCard } from "../../base/api/schema";

export type Came = "start" | "complete" | "no-show";

/** Clients are there a little early. */
const EARLY = 60 * 60_000;

/** What can be said of a session at some moment. */
export function mayBeSaid(card: Pick<BoardCard, "status" | "start" | "end">, now: number): Came[] {
  const begun = Date.parse(card.start) <= now;
  if (card.status === "confirmed") {
    if (begun) return ["start", "complete", "no-show"];
    return Date.parse(card.start) - EARLY <= now ? ["start"] : [];
  }
  if (card.status === "in_progress") return begun ? ["complete"] : [];
  // Whoever comes after all is there, as long as it lasts.
  return card.status === "no_show" && now < Date.parse(card.end) ? ["start"] : [];
}
