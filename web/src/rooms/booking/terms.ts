import type { CancellingForm } from "../../base/api/schema";

type Step = CancellingForm["steps"][number];

const MINUTE = 60_000;

/** What cancelling costs at some moment, and from when on it costs more. */
export interface Terms {
  /** What is kept of the price now, in percent. */
  now: number;
  /** From when on how much more is kept, the nearest first. */
  later: { from: number; percent: number }[];
}

/** Of a session that starts then, as it is agreed. A step holds from its very minute on. */
export function termsOf(steps: readonly Step[], start: string, now: number): Terms {
  const all = steps
    .filter(({ percent }) => percent > 0)
    .map(({ minutes, percent }) => ({ from: Date.parse(start) - minutes * MINUTE, percent }))
    .sort((a, b) => a.from - b.from);
  const reached = all.filter(({ from }) => from <= now).map(({ percent }) => percent);
  return { now: Math.max(0, ...reached), later: all.filter(({ from }) => from > now) };
}

/** Until when its client moves it alone; null: not any more, or never. */
export function movableUntil(
  { moves, moveMinutes }: Pick<CancellingForm, "moves" | "moveMinutes">,
  start: string,
  now: number,
): number | null {
  const until = Date.parse(start) - moveMinutes * MINUTE;
  return moves > 0 && until > now ? until : null;
}
