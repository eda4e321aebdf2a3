import { expect, test } from "vitest";
import type { PlaceAnswer } from "../../base/api/schema";
import { askAfter, buysUntil, positionNow } from "./turn";

const NOW = Date.parse("2026-11-27T10:00:00Z");
const PLACE: PlaceAnswer = {
  letIn: false,
  letInUntil: null,
  position: 40,
  letInCount: 100,
  expectedSeconds: 5,
  askAgainSeconds: 2,
  serverTime: "2026-11-27T10:00:00Z",
};

test("who is let in stood before", () => {
  expect(positionNow(PLACE, undefined)).toBe(40);
  expect(positionNow(PLACE, 90)).toBe(40);
  expect(positionNow(PLACE, 110)).toBe(30);
  expect(positionNow(PLACE, 300)).toBe(0);
  expect(positionNow({ ...PLACE, position: null, letInCount: null }, 300)).toBe(null);
});

test("who is told by the socket only says that they are here", () => {
  expect(askAfter(PLACE, false, NOW)).toBe(2000);
  expect(askAfter(PLACE, true, NOW)).toBe(20_000);
  expect(askAfter({ ...PLACE, position: null }, true, NOW)).toBe(2000);
});

test("nobody is told to buy until after the sale's end", () => {
  const [sooner, later] = ["2026-11-27T10:05:00Z", "2026-11-27T10:10:00Z"];
  expect(buysUntil(later, { endTime: sooner })).toBe(sooner);
  expect(buysUntil(sooner, { endTime: later })).toBe(sooner);
});

test("who is let in asks when that is over", () => {
  const turn = { ...PLACE, position: null, letIn: true, askAgainSeconds: 15 };
  const until = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();
  expect(askAfter({ ...turn, letInUntil: until(600) }, true, NOW)).toBe(15_000);
  expect(askAfter({ ...turn, letInUntil: until(3) }, true, NOW)).toBe(3200);
  expect(askAfter({ ...turn, letInUntil: until(-3) }, true, NOW)).toBe(200);
});
