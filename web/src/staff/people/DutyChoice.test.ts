import { expect, it } from "vitest";
import { levelOf, mayBeNarrowed, withLevel } from "./DutyChoice";

it("who may change may read, and is shown once", () => {
  expect(levelOf(["orders:read", "orders:write"], "orders")).toBe("write");
  expect(levelOf(["orders:read"], "orders")).toBe("read");
  expect(levelOf(["orders:read"], "stock")).toBe("none");
});

it("a level takes the place of the one before, and leaves other work as it was", () => {
  const before = ["orders:read", "orders:write", "stock:read"];
  expect(withLevel(before, "orders", "read")).toEqual(["stock:read", "orders:read"]);
  expect(withLevel(before, "orders", "none")).toEqual(["stock:read"]);
});

it("a manager's work can be narrowed, an admin's and a customer's cannot", () => {
  expect(mayBeNarrowed(["customer", "manager"])).toBe(true);
  expect(mayBeNarrowed(["manager", "admin"])).toBe(false);
  expect(mayBeNarrowed(["customer"])).toBe(false);
});
