import { describe, expect, it } from "vitest";
import { undoing } from "./undo";

describe("undoing a change of stock", () => {
  it("moves the same pieces the other way", () => {
    expect(undoing(5, "Undo")).toEqual({ withdraw: 5, reason: "Undo" });
    expect(undoing(-3, "Undo")).toEqual({ deposit: 3, reason: "Undo" });
  });

  it("has nothing to undo where nothing moved", () => {
    expect(undoing(0, "Undo")).toBeNull();
  });

  it("does not guess what is not said any more", () => {
    expect(undoing(null, "Undo")).toBeNull();
  });
});
