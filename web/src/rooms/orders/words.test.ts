import { expect, test } from "vitest";
import { rescuedAt } from "./words";

const moments = (...words: ("held" | "expired" | "cancelled" | "paid" | "captured")[]) =>
  words.map((what) => ({ what }));

test("a payment after the time was up is explained where its goods are held again", () => {
  expect(rescuedAt(moments("held", "expired", "cancelled", "held", "paid", "captured"))).toBe(3);
  expect(rescuedAt(moments("held", "expired", "held", "paid", "captured"))).toBe(2);
});

test("an order paid in time, or ended for good, has nothing to explain", () => {
  expect(rescuedAt(moments("held", "paid", "captured"))).toBe(-1);
  expect(rescuedAt(moments("held", "expired", "cancelled"))).toBe(-1);
});
