import { describe, expect, it } from "vitest";
import { isHandedBack, refundOf } from "./refund";

const line = (paid: number, quantity: number, returned = 0) => ({ paid, quantity, returned });
const order = (paidForDelivery: number, ...items: ReturnType<typeof line>[]) =>
  ({ items, paidForDelivery }) as unknown as Parameters<typeof refundOf>[0];

describe("a refund of units", () => {
  it("is their share of what the line cost, to the last unit", () => {
    expect(refundOf(order(0, line(100, 3), line(50, 1)), [1])).toBe(33);
    expect(refundOf(order(0, line(100, 3, 1), line(50, 1)), [1])).toBe(33);
    expect(refundOf(order(0, line(100, 3, 2), line(50, 1)), [1])).toBe(34);
  });

  it("brings delivery back with the last of all units", () => {
    expect(refundOf(order(599, line(100, 2), line(50, 1)), [2])).toBe(100);
    expect(refundOf(order(599, line(100, 2), line(50, 1)), [2, 1])).toBe(749);
    expect(refundOf(order(599, line(100, 2, 2), line(50, 1, 1)), [])).toBe(0);
  });
});

it("names money that staff hand back themselves: paid by hand, and not yet given back", () => {
  const by = (provider: string, status: string) => isHandedBack([{ provider, status }]);
  expect(by("manual", "succeeded")).toBe(true);
  expect(by("manual", "credited")).toBe(true);
  expect(by("manual", "pending")).toBe(false);
  expect(by("manual", "refunded")).toBe(false);
  expect(by("demo", "succeeded")).toBe(false);
});
