import { describe, expect, it } from "vitest";
import { faultOf, type Preset, presetOf, spanOf } from "./spans";

const told = (preset: Preset, today: string) => {
  const { from, to } = spanOf(preset, today);
  return `${from} ${to}`;
};

describe("spans of books", () => {
  it("ends what goes on with the day before", () => {
    expect(told("thisMonth", "2026-11-26")).toBe("2026-11-01 2026-11-25");
    expect(told("thisQuarter", "2026-11-26")).toBe("2026-10-01 2026-11-25");
  });

  it("ends with the first day where that is today", () => {
    expect(told("thisMonth", "2026-11-01")).toBe("2026-11-01 2026-11-01");
    expect(told("thisQuarter", "2027-01-01")).toBe("2027-01-01 2027-01-01");
  });

  it("has whole months and quarters that are over, also of the year before", () => {
    expect(told("lastMonth", "2028-03-31")).toBe("2028-02-01 2028-02-29");
    expect(told("lastMonth", "2027-01-15")).toBe("2026-12-01 2026-12-31");
    expect(told("lastQuarter", "2027-02-15")).toBe("2026-10-01 2026-12-31");
    expect(told("lastQuarter", "2026-11-26")).toBe("2026-07-01 2026-09-30");
  });

  it("knows which one a span is", () => {
    expect(presetOf({ from: "2026-10-01", to: "2026-10-31" }, "2026-11-26")).toBe("lastMonth");
    expect(presetOf({ from: "2026-10-02", to: "2026-10-31" }, "2026-11-26")).toBeUndefined();
  });

  it("says what is wrong with one", () => {
    expect(faultOf({ from: "2028-01-01", to: "2028-12-31" })).toBeUndefined();
    expect(faultOf({ from: "2027-01-01", to: "2028-01-02" })).toBe("tooLong");
    expect(faultOf({ from: "2027-01-02", to: "2027-01-01" })).toBe("reversed");
  });
});
