import { describe, expect, it } from "vitest";
import { CONTENTS } from "../../staff/shop/contents";
import shop from "../../staff/shop/words.en.json";
import { settingsFound } from "./settingsFound";

const sentences: Record<string, string> = {
  ...shop,
  "staff.column.payment": "Payment",
  "staffOrder.title": "Orders",
  "wallet.title": "Wallet",
};

const ids = (words: string) => settingsFound(words, "en", sentences).map(({ id }) => id);

describe("settings found by what is typed", () => {
  it("finds a section by its title, before those that only mention it", () => {
    expect(ids("delivery")[0]).toBe("delivery");
    expect(ids("delivery")).toContain("tax");
  });

  it("finds a section by a setting of it, and says which", () => {
    expect(settingsFound("logo", "en", sentences)[0]?.id).toBe("look");
    const [found] = settingsFound("two-step", "en", sentences);
    expect(found?.id).toBe("two-step");
    expect(ids("vat")).toEqual(["tax", "receipts"]);
    const [low] = settingsFound("low at so many", "en", sentences);
    expect(low).toEqual({
      id: "stock",
      title: "settings.lowStock.title",
      said: sentences["settings.lowStock.at"],
    });
  });

  it("finds no fault and nothing that has values in it", () => {
    expect(ids("enter a percentage from 0")).toEqual([]);
    expect(ids("{{")).toEqual([]);
  });

  it("knows a sentence of each section by its beginning", () => {
    for (const [, , beginnings] of CONTENTS)
      for (const each of beginnings)
        expect(Object.keys(shop).some((name) => name.startsWith(each))).toBe(true);
  });
});
