import { describe, expect, it } from "vitest";
import type { ResourceLoad } from "../../base/api/schema";
import { daysOf, hoursOf, levelOf, missedShare, share, together } from "./sessions";

const load = (id: string, hours: [number, number, number][]): ResourceLoad => ({
  id,
  name: id,
  kind: "room",
  studioId: null,
  taken: 0,
  open: 0,
  hours: hours.map(([hour, taken, open]) => ({ hour, taken, open })),
});

describe("the studio's figures", () => {
  it("counts days around today, or those that are written", () => {
    expect(daysOf({}, "2026-03-01")).toEqual({ from: "2026-02-02", to: "2026-03-01" });
    expect(daysOf({ period: "next7" }, "2026-12-30")).toEqual({
      from: "2026-12-30",
      to: "2027-01-05",
    });
    const written = { period: "next7", from: "2026-01-01", to: "2026-01-31" } as const;
    expect(daysOf(written, "2026-12-30")).toEqual({ from: "2026-01-01", to: "2026-01-31" });
    expect(daysOf({ from: "2026-02-01", to: "2026-01-01" }, "2026-03-01").to).toBe("2026-03-01");
  });

  it("says no part of nothing", () => {
    expect(share(0, 0)).toBeNull();
    expect(share(1, 4)).toBe(0.25);
    const nothing = { sessions: 3, tookPlace: 0, missed: 0, cancelled: 0, minutes: 0 };
    expect(missedShare({ ...nothing, income: [], covered: [], penalties: [] })).toBeNull();
  });

  it("knows six levels", () => {
    expect([0, 0.01, 0.2, 0.5, 0.99, 1, 1.4].map(levelOf)).toEqual([0, 1, 2, 3, 5, 5, 5]);
  });

  it("shows every hour between the first and the last", () => {
    const some = [load("a", [[9, 30, 60]]), load("b", [[9, 0, 60], [12, 15, 0]])]; // biome-ignore format: a table
    expect(hoursOf(some)).toEqual([9, 10, 11, 12]);
    expect(together(some)[0]).toEqual({ hour: 9, taken: 30, open: 120 });
    expect(together(some)[1]).toEqual({ hour: 10, taken: 0, open: 0 });
    expect(hoursOf([])).toEqual([]);
  });
});
