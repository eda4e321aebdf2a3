import { describe, expect, it } from "vitest";
import {
  counted,
  mondayOf,
  newException,
  newRule,
  readSchedule,
  scheduleFormOf,
} from "./scheduleForm";

describe("the form of a schedule", () => {
  it("counts what ends at or before its start into the day after", () => {
    expect(counted({ start: "22:00", end: "02:00" })).toEqual({ start: "22:00", end: "26:00" });
    expect(counted({ start: "00:00", end: "00:00" })).toEqual({ start: "00:00", end: "24:00" });
    expect(counted({ start: "01:00", end: "01:30" }, 22 * 60)).toEqual({
      start: "25:00",
      end: "25:30",
    });
  });

  it("says again what the server said", () => {
    const said = {
      zone: "Europe/Berlin",
      rules: [
        {
          weekdays: [5, 6],
          start: "22:00",
          end: "26:00",
          validFrom: "2026-11-01",
          validUntil: null,
          studio: null,
          breaks: [{ start: "24:00", end: "24:30" }],
        },
      ],
      exceptions: [
        { day: "2026-12-24", hours: [], note: "Closed" },
        { day: "2026-12-31", hours: [{ start: "20:00", end: "27:00", studio: null }], note: "" },
      ],
      holidays: "DE",
    };
    const { zone: _, ...rest } = said;
    expect(readSchedule(scheduleFormOf(said))).toEqual(rest);
  });

  it("leaves out the hours of a day that is closed", () => {
    const hours = [{ start: "10:00", end: "11:00", studio: null }];
    const form = {
      rules: [newRule()],
      exceptions: [{ ...newException(), day: "2026-12-24", hours }],
      holidays: " de ",
    };
    expect(readSchedule(form)).toMatchObject({ exceptions: [{ hours: [] }], holidays: "DE" });
  });

  it("finds the Monday of a week, whatever month it is in", () => {
    expect(mondayOf("2026-11-22")).toBe("2026-11-16");
    expect(mondayOf("2026-11-23")).toBe("2026-11-23");
    expect(mondayOf("2026-11-23", 6)).toBe("2027-01-04");
  });
});
