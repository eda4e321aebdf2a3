import { expect, it } from "vitest";
import type { BoardAnswer } from "../../base/api/schema";
import { axisOf, clockAt, momentAt, placeOf } from "./axis";

const HOUR = 3_600_000;
const day = (name: string, start: string, end: string, hours: number) => ({
  day: name,
  start,
  end,
  hours: Array.from({ length: hours }, (_, at) => {
    const shown = at < 3 ? at : at + 24 - hours;
    return `${String(shown).padStart(2, "0")}:00`;
  }),
});
/** In Berlin the clocks go back in the night of October 25, 2026. */
const SUNDAY = day("2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25);
const MONDAY = day("2026-10-26", "2026-10-25T23:00:00Z", "2026-10-26T23:00:00Z", 24);
const board = (days: object[], start: string, end: string) =>
  ({ days, resources: [], bookings: [{ start, end }] }) as unknown as BoardAnswer;

it("a day of 25 hours is shown to its end", () => {
  const last = { start: "2026-10-25T21:30:00Z", end: "2026-10-25T22:45:00Z" };
  const axis = axisOf(board([SUNDAY], last.start, last.end), 10);
  expect([axis.from, axis.until]).toEqual([23, 25]);
  const at = Date.parse(last.end);
  expect(placeOf(axis, at)).toBe(17.5);
  expect(clockAt(axis, at)).toBe("23:45");
  expect(momentAt(axis, 17.5)).toBe(at);
});

it("beside it a day of 24 hours ends when it ends", () => {
  const monday = { start: "2026-10-26T21:00:00Z", end: "2026-10-27T02:00:00Z" };
  const axis = axisOf(board([SUNDAY, MONDAY], monday.start, monday.end), 10);
  expect([axis.from, axis.until]).toEqual([22, 24]);
  expect(placeOf(axis, Date.parse(MONDAY.end) - HOUR)).toBe(30);
});
