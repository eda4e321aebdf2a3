import { expect, it } from "vitest";
import type { SeriesCheckAsked } from "../../base/api/schema";
import { isStillAsked } from "./stillAsked";

const CHECKED: SeriesCheckAsked = {
  serviceId: "portrait",
  start: "2026-12-07T10:00:00Z",
  length: 60,
  people: 1,
  resources: ["anna"],
  note: "",
  rule: { unit: "week", every: 1, weekdays: [], count: 4 },
  changes: [],
};

it("what was checked stands for its own rule, time and people only", () => {
  const rule = { ...CHECKED.rule, count: 8 };
  expect(isStillAsked(CHECKED, { ...CHECKED, rule })).toBe(false);
  expect(isStillAsked(CHECKED, { ...CHECKED, resources: ["boris"] })).toBe(false);
  expect(isStillAsked(CHECKED, { ...CHECKED, people: 2 })).toBe(false);
});

it("a note, or another time for one of its days, leaves it what it is", () => {
  const changes = [{ day: "2026-12-14", start: null }];
  expect(isStillAsked({ ...CHECKED, changes }, { ...CHECKED, note: "Bring the dog" })).toBe(true);
});
