import { expect, test } from "vitest";
import type { TradeHour } from "../../base/api/schema";
import { clockOf, everyHour, monthsOf, mostOf, readTrade, returning, share } from "./trade";

const hour = (at: number, units: number): TradeHour => ({
  hour: at,
  orders: 1,
  units,
  back: 0,
  visits: 0,
  carted: 0,
  gross: [],
  refunded: [],
  net: [],
});

test("a day has all its hours, and the earliest of the best is the best", () => {
  const all = everyHour([hour(9, 4), hour(17, 4), hour(23, 1)]);
  expect(all.length).toBe(24);
  expect(all[17]).toEqual({ hour: 17, units: 4, back: 0 });
  expect(mostOf(all)?.hour).toBe(9);
  expect(mostOf(everyHour([]))).toBeUndefined();
  expect(clockOf(9)).toBe("09:00");
});

test("of nothing there is no part", () => {
  expect(share(1, 4)).toBe(0.25);
  expect(share(0, 0)).toBeNull();
});

test("only the spans that can be chosen are read from an address", () => {
  expect(readTrade({ days: "90", seller: "one" })).toEqual({ days: 90, seller: "one" });
  expect(readTrade({ days: "12" }).days).toBeUndefined();
});

test("who came back stands in the months after the first, also where nobody did", () => {
  const cohort = {
    month: "2026-01-01",
    buyers: 4,
    orders: 5,
    later: [{ after: 2, buyers: 1, orders: 3 }],
  };
  expect(monthsOf([cohort, { ...cohort, later: [] }])).toEqual([1, 2]);
  expect([returning(cohort, 1), returning(cohort, 2)]).toEqual([0, 1]);
  expect(monthsOf([])).toEqual([]);
});
