import { expect, test } from "vitest";
import { saidOfHold } from "./held";

const as = (...ways: ("parcel" | "codes" | "file")[]) =>
  saidOfHold(ways.map((deliveredAs) => ({ deliveredAs })));

test("nobody is said to be kept from a file that everybody may buy", () => {
  expect(as("parcel", "codes")).toBe("checkout.heldText");
  expect(as("parcel", "file")).toBe("checkout.heldLimited");
  expect(as("file")).toBe("checkout.heldOther");
  expect(as()).toBe("checkout.heldOther");
});
