import { expect, test } from "vitest";
import { isWhole } from "../booking/who";
import { asksWhoComes, whoOf } from "./who";

test("a name and one way to be reached are enough", () => {
  const nobody = whoOf({ contactName: null, contactEmail: null, contactPhone: null });
  expect(isWhole(nobody)).toBe(false);
  expect(isWhole({ ...nobody, name: "Ann" })).toBe(false);
  expect(isWhole({ ...nobody, email: "ann@example.com", phone: "+4930901820" })).toBe(false);
  expect(isWhole({ ...nobody, name: "Ann", phone: "+4930901820" })).toBe(true);
  expect(isWhole({ ...nobody, name: "Ann", email: "ann@example.com" })).toBe(true);
});

test("only a guest who books is asked who comes", () => {
  const booked = { userId: "guest:1", bookingId: "b", restOf: null, picturesOf: null };
  expect(asksWhoComes(booked)).toBe(true);
  expect(asksWhoComes({ ...booked, userId: "user:1" })).toBe(false);
  expect(asksWhoComes({ ...booked, bookingId: null })).toBe(false);
  expect(asksWhoComes({ ...booked, restOf: { bookingId: "b", notPaid: false } })).toBe(false);
  expect(asksWhoComes({ ...booked, picturesOf: "b" })).toBe(false);
});
