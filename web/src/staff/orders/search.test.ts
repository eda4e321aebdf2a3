import { describe, expect, it } from "vitest";
import { inMoments } from "../desk/search";
import { readOrderSearch } from "./search";

describe("the filter of orders in the address", () => {
  it("keeps what it knows", () => {
    const raw = {
      q: " ABC ",
      status: "paid",
      payment: "refunded",
      provider: "demo",
      from: "2026-02-01",
    };
    expect(readOrderSearch(raw)).toEqual({ ...raw, q: "ABC", to: undefined });
  });

  it("leaves out what it does not", () => {
    expect(
      readOrderSearch({ status: "held", payment: 1, from: "today", to: null, q: "  " }),
    ).toEqual({});
  });

  it("takes a number as it was typed", () => {
    expect(readOrderSearch({ q: 20261121 }).q).toBe("20261121");
  });

  it("asks from the first moment of a day to the first of the next", () => {
    const { from, to } = inMoments({ from: "2026-03-28", to: "2026-03-29" });
    expect(from).toBe(new Date(2026, 2, 28).toISOString());
    expect(to).toBe(new Date(2026, 2, 30).toISOString());
  });
});
