import { expect, test } from "vitest";
import type { BookingShown, TimeBody } from "../../base/api/schema";
import { ownAt } from "./ownAt";

const hour = (from: number, until: number) => ({
  start: `2026-12-05T${from}:00:00Z`,
  end: `2026-12-05T${until}:00:00Z`,
});
const held = (status: BookingShown["status"], who: string) => ({
  ...hour(10, 11),
  status,
  resources: [{ resourceId: who, role: "photographer", name: who }],
});
const time = (from: number, ...who: string[]) => ({
  ...hour(from, from + 1),
  combinations: who.map((one) => ({ resources: [one] })) as TimeBody["combinations"],
});

test("a time is one's own where one has it oneself, with somebody who could serve it", () => {
  const mine = held("held", "anna");
  expect(ownAt([mine], time(10, "boris", "anna"))).toBe(mine);
  expect(ownAt([mine], time(10, "boris"))).toBeUndefined();
  expect(ownAt([mine], time(11, "anna"))).toBeUndefined();
  expect(ownAt([held("cancelled", "anna")], time(10, "anna"))).toBeUndefined();
});
