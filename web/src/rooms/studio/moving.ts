import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { BoardCard, MoveAnswer, TimeBody } from "../../base/api/schema";
import { useIntent } from "../../base/intent";

/** Where a booking is to go. `start`: a moment, or what the studio's clock shows; `length`: of all of
 * it. Without `resources` whoever serves it stays. */
export interface MoveTo {
  card: BoardCard;
  start: string;
  length: number;
  resources?: string[] | undefined;
  /** Staff: why it may lie over soft blocks. */
  over?: string;
}

/** Moves a booking; the server decides. `path`: of whose bookings. */
export function useMoveBooking(
  path: string,
  then: { onDone?: (moved: MoveAnswer) => unknown; onEnd?: () => unknown } = {},
) {
  return useIntent(
    (key, { card, length, ...move }: MoveTo) =>
      insist<MoveAnswer>(`${path}/${card.id}/move`, { ...move, length: length - card.beside }, key),
    { onSuccess: then.onDone, onSettled: then.onEnd },
  );
}

/** Other times that came with a refusal. */
export function timesInstead(error: unknown): TimeBody[] {
  const { next } = asProblem(error).body as { next?: TimeBody[] };
  return next ?? [];
}
