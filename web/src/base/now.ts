import { useSyncExternalStore } from "react";
import { serverClock } from "./clock";

const tickers = new Set<() => void>();
let ticking: ReturnType<typeof setTimeout> | undefined;
let second = 0;

function tick(): void {
  const now = serverClock.now();
  second = Math.floor(now / 1000);
  for (const ticker of tickers) ticker();
  ticking = tickers.size > 0 ? setTimeout(tick, 1000 - (now % 1000) + 4) : undefined;
}

/** While nobody counts, the last count is of an earlier page. */
export function secondNow(): number {
  return ticking === undefined ? Math.floor(serverClock.now() / 1000) : second;
}

export function onTick(ticker: () => void): () => void {
  tickers.add(ticker);
  if (ticking === undefined) tick();
  return () => {
    tickers.delete(ticker);
    if (tickers.size === 0) {
      clearTimeout(ticking);
      ticking = undefined;
    }
  };
}

function still(): () => void {
  return () => undefined;
}

const SECOND = 1_000;
export const MINUTE = 60_000;

/** The server's time to the second, or to a longer `step`, in ms; renders when that is another one,
 * while `running`. What times of whole minutes decide need not be drawn each second. */
export function useServerNow(running = true, step = SECOND): number {
  const read = () => Math.floor((secondNow() * SECOND) / step) * step;
  return useSyncExternalStore(running ? onTick : still, read);
}

/** The last of these moments that is over by the server's time, in ms; 0: none is. Renders when that is
 * another one: what begins and ends at them is the same in between, and a table of it is not drawn each
 * second. */
export function useLastOver(moments: readonly (string | null)[]): number {
  return useSyncExternalStore(onTick, () => lastOver(moments, secondNow() * SECOND));
}

export function lastOver(moments: readonly (string | null)[], now: number): number {
  return moments.reduce((last, moment) => {
    const at = moment === null ? 0 : Date.parse(moment);
    return at <= now && at > last ? at : last;
  }, 0);
}
