import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { MoveAnswer, TimeBody } from "../../base/api/schema";
import { useIntent } from "../../base/intent";

/** Where a booking is to go. `start`: a moment, or what the studio's clock shows. Without
 * `resources` whoever serves it stays. */
export interface MoveTo {
  id: string;
  start: string;
  length: number;
  resources?: string[] | undefined;
}

/** Moves a booking; the server decides. `path`: of whose bookings. */
export function useMoveBooking(
  path: string,
  then: { onDone?: (moved: MoveAnswer) => unknown; onEnd?: () => unknown } = {},
) {
  return useIntent(
    (key, { id, ...move }: MoveTo) => insist<MoveAnswer>(`${path}/${id}/move`, move, key),
    { onSuccess: then.onDone, onSettled: then.onEnd },
  );
}

/** Other times that came with a refusal. */
export function timesInstead(error: unknown): TimeBody[] {
  const { next } = asProblem(error).body as { next?: TimeBody[] };
  return next ?? [];
}
