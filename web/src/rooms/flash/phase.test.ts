import { expect, test } from "vitest";
import { newer, type SaleState } from "./live";
import { salePhase } from "./phase";

const SALE = {
  startTime: "2026-11-27T09:00:00Z",
  endTime: "2026-11-27T10:00:00Z",
  endedAt: null,
};

test("a sale sells from its start until before its end", () => {
  const at = (time: string) => salePhase(SALE, Date.parse(`2026-11-27T${time}Z`));
  expect(at("08:59:59")).toBe("upcoming");
  expect(at("09:00:00")).toBe("open");
  expect(at("09:59:59")).toBe("open");
  expect(at("10:00:00")).toBe("ended");
});

test("one that was ended sells no more, whatever the clock says", () => {
  const now = Date.parse("2026-11-27T09:30:00Z");
  expect(salePhase({ ...SALE, endedAt: "2026-11-27T09:10:00Z" }, now)).toBe("ended");
  expect(salePhase(SALE, now, true)).toBe("ended");
});

test("of two states the newer counts, and an ended one never goes on again", () => {
  const state: SaleState = {
    saleId: "a",
    remaining: 2,
    held: 0,
    sold: 1,
    ended: false,
    version: 3,
  };
  expect(newer(undefined, state)).toBe(state);
  expect(newer(state, { ...state, version: 2 })).toBe(state);
  const over = { ...state, ended: true };
  expect(newer(state, over)).toBe(over);
  expect(newer(over, state)).toBe(over);
});
