import { describe, expect, it } from "vitest";
import { cancelledOf, filledDays, spanOf } from "./statistics";

describe("statistics", () => {
  it("spans whole days up to today", () => {
    const now = Date.parse("2030-03-03T10:00:00Z");
    expect(spanOf(now, 7)).toEqual({ from: "2030-02-25", to: "2030-03-03" });
  });

  it("shows the days on which nothing happened", () => {
    const cancelled = { buyer: 1, staff: 1, expired: 2, unpaid: 0, refunded: 3 };
    const day = { day: "2030-03-02", orders: 4, units: 5, revenue: [], refunded: [], cancelled };
    const filled = filledDays([day], "2030-03-01", "2030-03-03");
    expect(filled.map((each) => [each.day, each.orders])).toEqual([
      ["2030-03-01", 0],
      ["2030-03-02", 4],
      ["2030-03-03", 0],
    ]);
    expect(cancelledOf(day)).toBe(7);
  });
});
