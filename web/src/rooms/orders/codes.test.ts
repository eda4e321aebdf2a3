import { expect, test } from "vitest";
import type { OrderShown } from "../../base/api/schema";
import { codesDue } from "./codes";

type Order = Parameters<typeof codesDue>[0];

const item = (deliveredAs: "parcel" | "codes", quantity: number, cancelled = 0) =>
  ({ deliveredAs, quantity, cancelled }) as OrderShown["items"][number];
const order = (part: Partial<Order>): Order => ({
  status: "paid",
  items: [item("parcel", 5), item("codes", 3, 1)],
  codes: [],
  ...part,
});

test("units that are codes, not cancelled and not given are due", () => {
  expect(codesDue(order({}))).toBe(2);
  const one = { id: "1" } as NonNullable<OrderShown["codes"]>[number];
  expect(codesDue(order({ codes: [one] }))).toBe(1);
});

test("nothing is due before it is paid, or once it is over", () => {
  expect(codesDue(order({ status: "pending" }))).toBe(0);
  expect(codesDue(order({ status: "completed" }))).toBe(0);
});
