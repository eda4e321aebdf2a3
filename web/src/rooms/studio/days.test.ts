import { describe, expect, it } from "vitest";
import { hoursOn, localBy, reaches, todayIn } from "./days";

it("today is the day of the place, not of Greenwich", () => {
  const late = Date.parse("2027-03-28T23:30:00Z");
  expect(todayIn("Asia/Seoul", late)).toBe("2027-03-29");
  expect(todayIn("America/Los_Angeles", late)).toBe("2027-03-28");
});

describe("what a clock shows", () => {
  const start = (time: string) => Date.parse(`2027-03-28T${time}Z`);
  const berlin = [
    { start: "2027-03-27T23:00:00.000Z", ahead: 60 },
    { start: "2027-03-28T01:00:00.000Z", ahead: 120 },
  ];

  it("is what the server says of it, before and after it changes", () => {
    expect(localBy(berlin, start("00:55:00"))).toBe("2027-03-28T01:55");
    expect(localBy(berlin, start("01:00:00"))).toBe("2027-03-28T03:00");
    expect(localBy(berlin, start("22:30:00"))).toBe("2027-03-29T00:30");
  });

  it("is not what the browser knows of a zone: a law may be newer than it", () => {
    const vancouver = [{ start: "2027-01-01T00:00:00.000Z", ahead: -420 }];
    expect(localBy(vancouver, Date.parse("2027-01-15T19:00:00Z"))).toBe("2027-01-15T12:00");
  });

  it("goes before the first change that is known as it does there", () => {
    expect(localBy(berlin, start("00:00:00") - 86_400_000)).toBe("2027-03-27T01:00");
    expect(localBy([], start("10:00:00"))).toBe("2027-03-28T10:00");
  });
});

describe("a day", () => {
  const wednesday = {
    day: "2026-11-25",
    start: "2026-11-24T23:00:00Z",
    end: "2026-11-25T23:00:00Z",
  };
  const hire = (begins: string, ends: string, start: string, end: string) => ({
    begins,
    ends,
    start,
    end,
  });

  it("has what began before it and what ends after it, and says which of both it does not", () => {
    const over = hire(
      "2026-11-24T10:00",
      "2026-11-26T10:00",
      "2026-11-24T09:00:00Z",
      "2026-11-26T09:00:00Z",
    );
    expect(reaches(wednesday, over)).toBe(true);
    expect(hoursOn(wednesday, over)).toEqual(["…", "…"]);
    const last = hire(
      "2026-11-25T20:00",
      "2026-11-26T00:00",
      "2026-11-25T19:00:00Z",
      "2026-11-25T23:00:00Z",
    );
    expect(reaches(wednesday, last)).toBe(true);
    expect(hoursOn(wednesday, last)).toEqual(["20:00", "24:00"]);
  });

  it("has nothing that ends as it begins", () => {
    const before = { start: "2026-11-24T20:00:00Z", end: "2026-11-24T23:00:00Z" };
    expect(reaches(wednesday, before)).toBe(false);
  });
});
