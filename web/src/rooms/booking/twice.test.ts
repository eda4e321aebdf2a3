import { expect, it } from "vitest";
import { aheadOf, comesTwice } from "./twice";

it("tells which hour a clock shows twice", () => {
  const berlin = (local: string) => comesTwice(local, "Europe/Berlin");
  expect(berlin("2026-10-25T01:59+02:00")).toBe(false);
  expect(berlin("2026-10-25T02:00+02:00")).toBe(true);
  expect(berlin("2026-10-25T02:59+01:00")).toBe(true);
  expect(berlin("2026-10-25T03:00+01:00")).toBe(false);
  expect(berlin("2027-03-28T03:00+02:00")).toBe(false); // one that is skipped is shown by nobody
  expect(comesTwice("2026-10-25T02:30+00:00", "UTC")).toBe(false);
  expect(comesTwice("2026-04-05T01:45+11:00", "Australia/Lord_Howe")).toBe(true);
  expect(comesTwice("2026-04-05T01:15+11:00", "Australia/Lord_Howe")).toBe(false);
  expect(aheadOf("2026-10-25T02:30+02:00")).toBe("UTC+02:00");
});
