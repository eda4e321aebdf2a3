import { expect, test } from "vitest";
import { asked, readOwnSearch, years } from "./search";

test("only what makes sense is read from an address", () => {
  expect(readOwnSearch({ q: " lamp ", status: "paid", time: 2025 })).toEqual({
    q: "lamp",
    status: "paid",
    time: "2025",
  });
  expect(readOwnSearch({ q: "", status: "lost", time: "31" })).toEqual({});
});

test("a year is whole, and days begin at midnight", () => {
  const now = new Date(2026, 10, 24, 13, 5);
  expect(years(now, 2)).toEqual(["2026", "2025"]);
  expect(asked({ time: "2025" }, now)).toMatchObject({
    from: new Date(2025, 0, 1).toISOString(),
    to: new Date(2026, 0, 1).toISOString(),
  });
  expect(asked({ time: "30" }, now).from).toBe(new Date(2026, 9, 25).toISOString());
  expect(asked({ status: "paid" }, now)).toEqual({ q: undefined, status: "paid" });
});
