import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { serverClock } from "./clock";
import { onTick, secondNow } from "./now";

const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout"] });
  serverClock.sample(new Date().toISOString(), serverClock.mark());
});
afterEach(() => void vi.useRealTimers());

const told = () => Math.floor(serverClock.now() / 1000);

it("the time goes on from second to second while somebody counts", () => {
  const stop = onTick(() => undefined);
  vi.advanceTimersByTime(90_000);
  expect(secondNow()).toBe(told());
  stop();
});

it("a page that only looks is told the time, not when an earlier page counted last", () => {
  onTick(() => undefined)();
  vi.advanceTimersByTime(HOUR);
  expect(secondNow()).toBe(told());
});
