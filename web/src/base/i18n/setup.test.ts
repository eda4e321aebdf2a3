import { describe, expect, it } from "vitest";
import { onePeriod } from "./setup";

describe("a sentence that ends with a date", () => {
  it("ends with one period", () => {
    expect(onePeriod("По сравнению с 5 окт. – 1 нояб..")).toBe("По сравнению с 5 окт. – 1 нояб.");
    expect(onePeriod("До 29 дек. 2026 г.. Потом нет.")).toBe("До 29 дек. 2026 г. Потом нет.");
  });

  it("leaves what trails off, and what has one", () => {
    for (const said of ["Wait...", "Done.", "3.5", ""]) expect(onePeriod(said)).toBe(said);
  });
});
