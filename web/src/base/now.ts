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

/** The server's time to the second, in ms; renders once a second while `running`. */
export function useServerNow(running = true): number {
  return useSyncExternalStore(running ? onTick : still, secondNow) * 1000;
}
