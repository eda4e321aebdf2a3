import { expect, it } from "vitest";
import { variantOf } from "./assigning";

const EXPERIMENT = "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12";

/** Ids as browsers make them up, the same in every run: Marsaglia's xorshift32, seeded. */
function visitors(count: number): string[] {
  let state = 20_261_126;
  const word = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0).toString(16).padStart(8, "0");
  };
  return Array.from({ length: count }, () => `${word()}-${word()}-${word()}-${word()}`);
}

// Beyond this one in 10,000 fair splits lies: chi-square with 1 and 3 degrees of freedom.
it.each([
  [[1, 1], 15.14],
  [[3, 1], 15.14],
  [[1, 1, 1, 1], 21.11],
  [[7, 1, 1, 1], 21.11],
])("visitors fall apart by the weights %j", (weights, bound) => {
  const all = visitors(20_000);
  const dealt = all.map((visitor) => variantOf(EXPERIMENT, visitor, weights));
  const counts = weights.map((_, at) => dealt.filter((each) => each === at).length);
  const whole = weights.reduce((sum, each) => sum + each, 0);
  const far = counts.map((count, at) => {
    const wanted = (all.length * (weights[at] ?? 0)) / whole;
    return (count - wanted) ** 2 / wanted;
  });
  expect(far.reduce((sum, each) => sum + each, 0)).toBeLessThan(bound);
});

it("a visitor sees the same at each visit, and another experiment deals anew", () => {
  const all = visitors(4_000);
  const first = all.map((each) => variantOf(EXPERIMENT, each, [1, 1]));
  expect(all.map((each) => variantOf(EXPERIMENT, each, [1, 1]))).toEqual(first);
  const other = all.map((each) => variantOf("0199c1f1-02c4-7d0b-b1d2-6c9f3a1e5b80", each, [1, 1]));
  const same = other.filter((each, at) => each === first[at]).length;
  expect(Math.abs(same - 2_000)).toBeLessThan(4 * Math.sqrt(1_000)); // four standard deviations
});

it("what it says is for good: a change of the hash would deal anew in the midst", () => {
  const some = visitors(12).map((each) => variantOf(EXPERIMENT, each, [1, 1, 1]));
  expect(some.join("")).toBe("001021111210");
});
