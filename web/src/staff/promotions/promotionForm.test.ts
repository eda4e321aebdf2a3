import { describe, expect, it } from "vitest";
import { NEW_PROMOTION, type PromotionForm, readPromotion } from "./promotionForm";

const read = (form: Partial<PromotionForm>) =>
  readPromotion({ ...NEW_PROMOTION, ...form }, (currency) => (currency === "PTS" ? 0 : 2));
const SOUND = { name: " Autumn ", value: "10" };

describe("the form of a promotion", () => {
  it("asks for no more than a name and a value, and is automatic then", () => {
    expect(read(SOUND)).toEqual({ asked: { name: "Autumn", rule: "percent", value: 10 } });
  });

  it("takes a code in any case, and refuses what is none", () => {
    expect(read({ ...SOUND, byCode: true, code: " autumn-10 " })).toMatchObject({
      asked: { code: "AUTUMN-10" },
    });
    expect(read({ ...SOUND, byCode: true, code: "a b" })).toEqual({ faults: ["code"] });
    expect(read({ ...SOUND, byCode: false, code: "a b" })).not.toMatchObject({ faults: ["code"] });
  });

  it("has no value where delivery is free, and a currency only where there is an amount", () => {
    const free = { ...SOUND, rule: "free-shipping" as const, value: "", currency: "EUR" };
    expect(read(free)).toEqual({ asked: { name: "Autumn", rule: "free-shipping" } });
    expect(read({ ...free, minimum: "50" })).toMatchObject({
      asked: { minimum: 5000, currency: "EUR" },
    });
    expect(read({ ...free, currency: "", minimum: "50" })).toEqual({ faults: ["currency"] });
  });

  it("is for goods of what is chosen, and of all where nothing is", () => {
    const asked = { categories: ["c"], sellers: ["s", "t"] };
    expect(read({ ...SOUND, ...asked })).toMatchObject({ asked });
    expect(read(SOUND)).not.toMatchObject({ asked: { sellers: [] } });
  });

  it("counts uses only where it is told how many there are", () => {
    expect(read({ ...SOUND, quantity: "1 000", perCustomer: "1", alone: true })).toMatchObject({
      asked: { quantity: 1000, perCustomer: 1, stackable: false },
    });
    expect(read({ ...SOUND, quantity: "0", perCustomer: "x" })).toEqual({
      faults: ["quantity", "perCustomer"],
    });
  });

  it("names every field at fault, in the order in which they stand", () => {
    const times = { opensAt: "2030-01-02T00:00", closesAt: "2030-01-01T00:00" };
    expect(read({ rule: "fixed", ...times })).toEqual({ faults: ["name", "currency", "closesAt"] });
  });
});
