import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { BoardCard, MoveAnswer, TimeBody } from "../../base/api/schema";
import { useIntent } from "../../base/intent";

/** Where a booking is to go. `start`: a moment, or what the studio's clock shows; `length`: of all of
 * it, where it is to be longer or shorter. Without `resources` whoever serves it stays. */
export interface MoveTo {
  card: BoardCard;
  start: string;
  length?: number | undefined;
  resources?: string[] | undefined;
  /** Staff: why it may lie over soft blocks. */
  over?: string | undefined;
}

/** Moves a booking; the server decides. `path`: of whose bookings. */
export function moveBooking(path: string, key: string, { card, length, ...move }: MoveTo) {
  const own = length === undefined ? undefined : length - card.beside;
  return insist<MoveAnswer>(`${path}/${card.id}/move`, { ...move, length: own }, key);
}

/** The same, again under its key until it was answered. */
export function useMoveBooking(path: string, then: { onDone?: (moved: MoveAnswer) => unknown }) {
  return useIntent((key, to: MoveTo) => moveBooking(path, key, to), { onSuccess: then.onDone });
}

/** Other times that came with a refusal. */
export function timesInstead(error: unknown): TimeBody[] {
  const { next } = asProblem(error).body as { next?: TimeBody[] };
  return next ?? [];
}
