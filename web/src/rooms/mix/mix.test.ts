import { expect, test } from "vitest";
import { hoursText, paidBy, restOf } from "./mix";

const forAnything = (amount: number) => ({ amount, sessionDue: null });
const forSession = (amount: number) => ({ amount, sessionDue: 9000 });

test("each pays what it can of what those before it left", () => {
  expect(paidBy(10_000, [forAnything(4000), forAnything(9000), forAnything(1)])).toEqual([
    4000, 6000, 0,
  ]);
});

test("what is for the session alone never pays goods beside it, whatever the order", () => {
  const [some, all] = [forSession(4500), forSession(9000)];
  expect(paidBy(18_000, [some, all])).toEqual([4500, 4500]);
  expect(paidBy(18_000, [all, some])).toEqual([9000, 0]);
  expect(restOf(18_000, [all, some])).toBe(9000);
  expect(paidBy(18_000, [some, forAnything(9000), all])).toEqual([4500, 9000, 4500]);
  expect(paidBy(18_000, [forAnything(12_000), all])).toEqual([12_000, 6000]);
});

test("what is left of prepaid hours is told in hours, as each language has them", () => {
  expect(hoursText(510, "en")).toBe("8.5 hours");
  expect(hoursText(60, "ru")).toBe("1 час");
  expect(hoursText(582, "ru")).toBe("9,7 часа");
});
