import { describe, expect, it } from "vitest";
import { bestHour, depthOf, mostAhead, partOf, weekOf } from "./demand";

const found = [
  { weekday: 1, hour: 9, bookings: 2 },
  { weekday: 1, hour: 11, bookings: 5 },
  { weekday: 7, hour: 11, bookings: 5 },
];

describe("hours of the week", () => {
  it("has a row for each day and a column for each hour between", () => {
    const { hours, days, most } = weekOf(found);
    expect(hours).toEqual([9, 10, 11]);
    expect(days[0]).toEqual({ weekday: 1, cells: [2, 0, 5], all: 7 });
    expect(days[1]?.cells).toEqual([0, 0, 0]);
    expect([days.length, most]).toEqual([7, 5]);
    expect(weekOf([]).hours).toEqual([]);
  });
  it("names the first of the fullest", () => {
    expect(bestHour(found)).toEqual({ weekday: 1, hour: 11, bookings: 5 });
    expect(bestHour([])).toBeUndefined();
  });
  it("is deeper where there is more, and never blank where there is something", () => {
    expect([0, 1, 50, 100].map((one) => depthOf(one, 100))).toEqual([0, 1, 3, 5]);
    expect(depthOf(0, 0)).toBe(0);
  });
});

it("finds how far ahead most book", () => {
  const groups = [
    { fromDays: 0, toDays: 1, held: 1, paid: 0 },
    { fromDays: 1, toDays: 3, held: 4, paid: 4 },
    { fromDays: 3, toDays: null, held: 4, paid: 1 },
  ];
  expect(mostAhead(groups)?.fromDays).toBe(1);
});

it("tells no part of what was not counted", () => {
  expect([partOf(1, 4), partOf(4, 4), partOf(5, 4), partOf(0, 0)]).toEqual([0.25, 1, null, null]);
});
