import { describe, expect, it } from "vitest";
import { clockText, countdown, leftText, milestone } from "./countdown";

const end = "2030-01-01T00:15:00Z";
const at = (minutes: number, seconds = 0) =>
  Date.parse("2030-01-01T00:00:00Z") + (minutes * 60 + seconds) * 1000;

describe("countdown", () => {
  it("starts whole and calm", () => {
    expect(countdown(end, at(0), 900)).toEqual({ seconds: 900, phase: "calm", share: 1 });
  });

  it("turns amber in the last minute", () => {
    expect(countdown(end, at(13, 59), 900).phase).toBe("calm");
    expect(countdown(end, at(14), 900)).toMatchObject({ seconds: 60, phase: "last-minute" });
  });

  it("ends exactly, and stays ended", () => {
    expect(countdown(end, at(15) - 1, 900)).toMatchObject({ seconds: 1, phase: "last-minute" });
    expect(countdown(end, at(15), 900)).toEqual({ seconds: 0, phase: "over", share: 0 });
    expect(countdown(end, at(40), 900)).toEqual({ seconds: 0, phase: "over", share: 0 });
  });

  it("never shows more than the whole ring, even if the clock is measured late", () => {
    expect(countdown(end, at(-2), 900)).toMatchObject({ seconds: 900, share: 1 });
  });
});

describe("milestone", () => {
  it("is told once when passed", () => {
    expect(milestone(301, 300)).toBe(300);
    expect(milestone(300, 299)).toBeNull();
  });

  it("after a sleep only the nearest one is told, and none after the end", () => {
    expect(milestone(700, 45)).toBe(60);
    expect(milestone(45, 0)).toBeNull();
  });
});

describe("clock text", () => {
  it("is mm:ss, with hours only when needed", () => {
    expect(clockText(252)).toBe("04:12");
    expect(clockText(0)).toBe("00:00");
    expect(clockText(3852)).toBe("1:04:12");
  });
});

describe("what is left", () => {
  const said = (seconds: number) =>
    ["en", "ru", "ko"].map((locale) => leftText(seconds, locale).replace(/[\u00a0\u202f]/g, " "));

  it("is mm:ss within the hour, in every language", () => {
    expect(said(3_599)).toEqual(["59:59", "59:59", "59:59"]);
    expect(said(-5)).toEqual(["00:00", "00:00", "00:00"]);
  });

  it("is minutes, hours or days from then on, to the nearest", () => {
    expect(said(3_600)).toEqual(["60 min", "60 мин", "60분"]);
    expect(said(7_199)).toEqual(["120 min", "120 мин", "120분"]);
    expect(said(7_200)).toEqual(["2 hours", "2 часа", "2시간"]);
    expect(said(172_799)).toEqual(["48 hours", "48 часов", "48시간"]);
    expect(said(172_801)).toEqual(["2 days", "2 дня", "2일"]);
    expect(said(259_199)).toEqual(["3 days", "3 дня", "3일"]);
  });
});
