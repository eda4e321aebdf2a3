import { expect, it } from "vitest";
import type { BookingShown } from "../../base/api/schema";
import { reviewable } from "./reviewable";

const booking = (id: string, start: string, who: string, more: object = {}) =>
  ({
    id,
    start,
    status: "completed",
    resources: [{ resourceId: who }],
    series: null,
    ...more,
  }) as BookingShown;
const series = { series: { seriesId: "s", number: 1, count: 3 } };

it("has one place for a series, beside the last session that took place", () => {
  const found = reviewable([
    booking("c", "2026-03-03", "anna", { ...series, status: "confirmed" }),
    booking("b", "2026-03-02", "boris", series),
    booking("a", "2026-03-01", "anna", series),
    booking("z", "2026-02-01", "anna"),
    booking("y", "2026-01-01", "anna", { status: "cancelled" }),
  ]);
  expect([...found.keys()].sort()).toEqual(["b", "z"]);
  expect(found.get("b")).toEqual({ resources: new Set(["boris", "anna"]), sessions: 2 });
  expect(found.get("z")?.sessions).toBe(1);
});
