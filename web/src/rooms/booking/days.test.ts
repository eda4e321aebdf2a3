import { describe, expect, it } from "vitest";
import { dayAfter, daysBetween, weekOf } from "./days";

describe("days of a calendar", () => {
  it("follow one another over months, years and leap days", () => {
    expect(dayAfter("2026-12-31")).toBe("2027-01-01");
    expect(dayAfter("2028-02-28")).toBe("2028-02-29");
    expect(dayAfter("2026-03-01", -1)).toBe("2026-02-28");
    expect(daysBetween("2026-02-27", "2026-03-02")).toBe(3);
  });

  it("stand in weeks that begin as the language has them", () => {
    expect(weekOf("2026-11-22", "ru")).toBe("2026-11-16");
    expect(weekOf("2026-11-22", "en-US")).toBe("2026-11-22");
    expect(weekOf("2026-11-23", "ru")).toBe("2026-11-23");
  });
});
