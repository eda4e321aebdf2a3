import { describe, expect, it } from "vitest";
import { LatestStore } from "../../live/latest";
import { isLow, merge, type State, type Supply, total } from "./supply";

function supplies(states: State[] = []) {
  const store = new LatestStore<State, Supply>(({ variantId }) => variantId, merge);
  store.take(states);
  return store;
}

function state(variantId: string, version: number, stock: number, held = 0, next?: string) {
  return {
    productId: "p",
    variantId,
    version,
    variantStock: stock,
    held,
    full: Math.max(10, stock + held),
    nextReleaseAt: next ?? null,
  };
}

describe("merge", () => {
  it("takes newer versions and ignores older ones", () => {
    const known = supplies([state("a", 2, 5)]);
    known.take([state("a", 1, 9)]);
    expect(known.get("a")?.stock).toBe(5);
    known.take([state("a", 3, 4, 1)]);
    expect(known.get("a")).toMatchObject({ stock: 4, held: 1, version: 3, peak: 10 });
  });

  it("ends the same whatever the order and however often a message comes", () => {
    const messages = [state("a", 1, 3), state("a", 2, 2, 1), state("a", 3, 2), state("b", 1, 7)];
    const straight = supplies(messages);
    const shuffled = supplies([...messages].reverse().concat(messages));
    for (const id of ["a", "b"]) {
      expect({ ...shuffled.get(id), peak: 0 }).toEqual({ ...straight.get(id), peak: 0 });
    }
  });

  it("keeps the same object when nothing is new, so that nothing renders", () => {
    const known = supplies([state("a", 2, 5)]);
    const before = known.get("a");
    known.take([state("a", 2, 5), state("a", 1, 6)]);
    expect(known.get("a")).toBe(before);
  });

  it("takes a changed release time of the same version", () => {
    const known = supplies([state("a", 2, 0, 1, "2030-01-01T00:00:00Z")]);
    known.take([state("a", 2, 0, 1, "2030-01-01T00:05:00Z")]);
    expect(known.get("a")?.nextReleaseAt).toBe("2030-01-01T00:05:00Z");
  });

  it("a fresh snapshot after a gap replaces what was missed", () => {
    const known = supplies([state("a", 1, 3), state("b", 1, 1)]);
    known.take([state("a", 9, 0, 2), state("b", 1, 1)]);
    expect(known.get("a")).toMatchObject({ stock: 0, held: 2 });
    expect(known.get("b")).toMatchObject({ stock: 1 });
  });
});

describe("total", () => {
  it("sums the variants and names the soonest release", () => {
    const known = supplies([
      state("a", 1, 0, 2, "2030-01-01T00:05:00Z"),
      state("b", 1, 3, 1, "2030-01-01T00:01:00Z"),
      state("c", 1, 2),
    ]);
    expect(total(known.states)).toMatchObject({
      stock: 5,
      held: 3,
      peak: 30,
      nextReleaseAt: "2030-01-01T00:01:00Z",
    });
  });
});

describe("a full supply", () => {
  it("is what the server says, also of a version that is known already", () => {
    const known = supplies([{ ...state("a", 1, 2), full: 30, lowAt: 3 }]);
    known.take([{ ...state("a", 2, 1), full: 30 }]);
    expect(known.get("a")).toMatchObject({ stock: 1, peak: 30, lowAt: 3 });
    known.take([{ ...state("a", 2, 1), full: 50 }]);
    expect(known.get("a")).toMatchObject({ peak: 50, lowAt: 3 });
  });

  it("is low from its threshold on, held ones counted; a product only if all of it is", () => {
    const known = supplies([
      { ...state("a", 1, 2, 1), full: 30, lowAt: 3 },
      { ...state("b", 1, 3, 1), full: 30, lowAt: 3 },
      { ...state("c", 1, 2), full: 10, lowAt: null },
      { ...state("d", 1, 1), full: 1, lowAt: null },
    ]);
    const each = ["a", "b", "c", "d"].map((id) => known.get(id) as Supply);
    expect(each.map(isLow)).toEqual([true, false, false, true]);
    const a = known.get("a");
    expect(total(a ? [a] : [])).toMatchObject({ low: true, peak: 30 });
    expect(total(known.states)).toMatchObject({ low: false, peak: 71 });
  });
});
