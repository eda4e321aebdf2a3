import { describe, expect, it } from "vitest";
import { movableUntil, termsOf } from "./terms";

const START = "2026-11-27T14:30:00Z";
const STEPS = [
  { minutes: 1440, percent: 50 },
  { minutes: 120, percent: 100 },
];
const at = (time: string) => Date.parse(time);

describe("what is agreed to by booking", () => {
  it("is free until the first step, and says each that comes", () => {
    expect(termsOf(STEPS, START, at("2026-11-25T00:00:00Z"))).toEqual({
      now: 0,
      later: [
        { from: at("2026-11-26T14:30:00Z"), percent: 50 },
        { from: at("2026-11-27T12:30:00Z"), percent: 100 },
      ],
    });
  });

  it("says what is kept at once, where a step is reached: from its very minute on", () => {
    expect(termsOf(STEPS, START, at("2026-11-26T14:30:00Z"))).toEqual({
      now: 50,
      later: [{ from: at("2026-11-27T12:30:00Z"), percent: 100 }],
    });
    expect(termsOf(STEPS, START, at("2026-11-27T13:00:00Z")).now).toBe(100);
  });

  it("costs nothing ever where nothing is said", () => {
    expect(termsOf([{ minutes: 60, percent: 0 }], START, at(START))).toEqual({ now: 0, later: [] });
  });

  it("lets it be moved until so long before, as often as is allowed", () => {
    const rule = { moves: 3, moveMinutes: 1440 };
    const until = at("2026-11-26T14:30:00Z");
    expect(movableUntil(rule, START, until - 1)).toBe(until);
    expect(movableUntil(rule, START, until)).toBeNull();
    expect(movableUntil({ ...rule, moves: 0 }, START, until - 1)).toBeNull();
  });
});
