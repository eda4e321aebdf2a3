import { describe, expect, it } from "vitest";
import { type CampaignForm, EMPTY, readForm } from "./campaignForm";

const digits = (currency: string) => (currency === "PTS" ? 0 : 2);
const read = (form: Partial<CampaignForm>) => readForm({ ...EMPTY, ...form }, digits);
const SOUND = { name: " Summer ", value: "10", quantity: "1 000" };

describe("the form of a campaign", () => {
  it("asks for no more than a name, a value and a quantity", () => {
    expect(read(SOUND)).toEqual({
      asked: {
        name: "Summer",
        rule: "percent",
        value: 10,
        quantity: 1000,
        perCustomer: 1,
        validDays: 30,
      },
    });
  });

  it("asks for its name in other languages where there is one", () => {
    const translations = { ru: "Лето", ko: "" };
    expect(read({ ...SOUND, translations })).toMatchObject({ asked: { translations } });
    const nothing = read({ ...SOUND, translations: { ru: "" } });
    expect("asked" in nothing && "translations" in nothing.asked).toBe(false);
  });

  it("names every field at fault, in the order in which they stand", () => {
    expect(read({ perCustomer: "0", validDays: "x" })).toEqual({
      faults: ["name", "value", "quantity", "perCustomer", "validDays"],
    });
    expect(read({ ...SOUND, value: "101" })).toEqual({ faults: ["value"] });
  });

  it("takes amounts in minor units of the campaign's currency", () => {
    const money = { ...SOUND, currency: "EUR", cap: "12,50", minimum: "100" };
    expect(read(money)).toMatchObject({ asked: { cap: 1250, minimum: 10_000, currency: "EUR" } });
    const points = { ...SOUND, rule: "fixed" as const, value: "300", currency: "PTS" };
    expect(read(points)).toMatchObject({ asked: { rule: "fixed", value: 300, currency: "PTS" } });
  });

  it("wants a currency for amounts", () => {
    expect(read({ ...SOUND, rule: "fixed" })).toEqual({ faults: ["currency"] });
    expect(read({ ...SOUND, minimum: "5" })).toEqual({ faults: ["currency"] });
    expect(read({ ...SOUND, currency: "EUR", cap: "0" })).toEqual({ faults: ["cap"] });
  });

  it("forgets a cap that an amount cannot have", () => {
    const fixed = { ...SOUND, rule: "fixed" as const, value: "3", currency: "EUR", cap: "5" };
    expect(read(fixed)).not.toMatchObject({ asked: { cap: 500 } });
  });

  it("closes after it opens", () => {
    const times = { opensAt: "2030-01-02T00:00", closesAt: "2030-01-01T00:00" };
    expect(read({ ...SOUND, ...times })).toEqual({ faults: ["closesAt"] });
  });
});
