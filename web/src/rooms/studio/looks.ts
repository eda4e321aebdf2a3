import type { BoardCard } from "../../base/api/schema";
import type { BadgeTone } from "../../design/Badge";

export const TONES: Record<BoardCard["status"], BadgeTone> = {
  requested: "held",
  countered: "held",
  held: "held",
  confirmed: "free",
  in_progress: "accent",
  completed: "gone",
  cancelled: "gone",
  no_show: "danger",
};

/** Cards differ by colour, by their edge, and in words. */
const CARDS: Record<BoardCard["status"], string> = {
  requested: "border-held bg-held-soft border-dotted",
  countered: "border-held bg-held-soft border-dotted",
  held: "border-held bg-held-soft border-dashed",
  confirmed: "border-accent bg-accent-soft",
  in_progress: "border-accent bg-accent text-on-accent",
  completed: "border-line-strong bg-gone-soft",
  cancelled: "border-line-strong bg-gone-soft",
  no_show: "border-line-strong bg-gone-soft line-through",
};

export function cardLook(card: BoardCard, resourceId?: string): string {
  const red = card.conflicts.some((one) => !resourceId || one.resourceId === resourceId);
  return red ? "border-danger bg-danger-soft ring-1 ring-danger" : CARDS[card.status];
}
