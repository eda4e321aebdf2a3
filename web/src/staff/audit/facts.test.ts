import { describe, expect, it } from "vitest";
import { calledIn, currencyOf, factsOf } from "./facts";

describe("a line of the audit log", () => {
  it("says what it was told, without what is empty", () => {
    const data = { reason: "torn", note: "", amount: 500, cap: null, tags: [] };
    expect(factsOf({ action: "order.refunded", data })).toEqual([
      { path: ["reason"], value: "torn" },
      { path: ["amount"], value: 500 },
    ]);
  });

  it("says of a change only what became something else, inner names behind outer ones", () => {
    const data = {
      before: { name: "Cup", price: { rule: "flat", amount: 100 }, tags: ["a"] },
      after: { name: "Cup", price: { rule: "flat", amount: 120 }, tags: [] },
      reason: "dearer",
    };
    expect(factsOf({ action: "product.changed", data })).toEqual([
      { path: ["price", "amount"], value: 120, before: 100 },
      { path: ["tags"], value: [], before: ["a"] },
      { path: ["reason"], value: "dearer" },
    ]);
  });

  it("says all of what was not there before", () => {
    const data = { before: null, after: { zone: "Asia/Seoul", holidays: null } };
    expect(factsOf({ action: "schedule.changed", data })).toEqual([
      { path: ["zone"], value: "Asia/Seoul" },
    ]);
  });

  it("has no name for what is all of it", () => {
    const data = { before: "new", after: "booked" };
    expect(factsOf({ action: "request.moved", data })).toEqual([
      { path: [], value: "booked", before: "new" },
    ]);
  });

  it("reads settings as pairs, and no other lists", () => {
    const data = { tax_included: [false, true], low_stock_at: [3, null] };
    expect(factsOf({ action: "settings.changed", data })).toEqual([
      { path: ["tax_included"], value: true, before: false },
      { path: ["low_stock_at"], value: null, before: 3 },
    ]);
    expect(factsOf({ action: "user.added", data: { roles: ["a", "b"] } })).toEqual([
      { path: ["roles"], value: ["a", "b"] },
    ]);
  });

  it("knows what the thing is called, by now where that changed", () => {
    const data = { before: { name: "Cup" }, after: { name: "Mug" } };
    expect(calledIn(data)).toBe("Mug");
    expect(calledIn({ name: "", title: "A task" })).toBe("A task");
    expect(calledIn({ after: "booked" })).toBeNull();
  });

  it("knows its currency, wherever that stands", () => {
    expect(currencyOf({ amount: 1, currency: "EUR" })).toBe("EUR");
    expect(currencyOf({ before: null, after: { currency: "RUB" } })).toBe("RUB");
    expect(currencyOf({ amount: 1 })).toBeNull();
  });
});
