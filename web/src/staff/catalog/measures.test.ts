import { expect, it } from "vitest";
import { measureAsked, measureForm, NO_MEASURE, persOf, UNITS, usualPer } from "./measures";

it("what is typed is asked for in its unit, and shown again as it was typed", () => {
  const typed = { amount: "0,75", unit: "l", per: "100 ml" } as const;
  const asked = { amount: 0.75, unit: "l", per: 100, perUnit: "ml" } as const;
  expect(measureAsked(typed)).toEqual(asked);
  expect(measureForm(asked)).toEqual({ ...typed, amount: "0.75" });
  expect(measureForm({ ...asked, amount: 100 }).amount).toBe("100");
});

it("nothing typed is no measure; words, nothing, and too much are none", () => {
  expect(measureAsked(NO_MEASURE)).toBeUndefined();
  for (const amount of ["much", "0", "1.2345", "1000001", "-1"])
    expect(measureAsked({ ...NO_MEASURE, amount })).toBeNull();
});

it("each unit has a usual one that its price is said for", () => {
  for (const unit of UNITS)
    expect(persOf({ amount: "", unit, per: usualPer(unit) })).toHaveLength(2);
});

it("what an import brought can be kept", () => {
  expect(persOf({ amount: "5", unit: "g", per: "10 g" })).toEqual(["1 kg", "100 g", "10 g"]);
});
