import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { serverClock } from "./clock";
import { lastOver, onTick, secondNow } from "./now";

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

it("between two moments at which something begins or ends it is as at the last of them", () => {
  const moments = ["2026-11-29T10:00:00Z", null, "2026-11-29T12:00:00.500Z"];
  const at = (time: string) => lastOver(moments, Date.parse(`2026-11-29T${time}Z`));
  expect(at("09:59:59")).toBe(0);
  expect(at("10:00:00")).toBe(Date.parse("2026-11-29T10:00:00Z"));
  expect(at("12:00:00")).toBe(Date.parse("2026-11-29T10:00:00Z"));
  expect(at("12:00:01")).toBe(Date.parse("2026-11-29T12:00:00.500Z"));
});
