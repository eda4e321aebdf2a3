import { expect, it } from "vitest";
import { Problem, saidOf } from "./problem";

it("a refusal is said at the field that it is about", () => {
  const error = new Problem(422, { field: "tags[2]", detail: "Each tag once." });
  expect(saidOf(error, "tags")).toBe("Each tag once.");
  expect(saidOf(error, "tag")).toBeNull();
  expect(saidOf(error, "name")).toBeNull();
});

it("of several, each is", () => {
  const errors = [
    { field: "email", code: "email", detail: "This is no address." },
    { field: "phone", code: "phone", detail: "This is no number." },
  ];
  const error = new Problem(422, { field: "email", detail: "Look again.", errors });
  expect(saidOf(error, "email")).toBe("This is no address.");
  expect(saidOf(error, "phone")).toBe("This is no number.");
});

it("without a refusal, or one of no field, nothing is said at fields", () => {
  expect(saidOf(null, "name")).toBeNull();
  expect(saidOf(new Problem(409, { detail: "Somebody changed it." }), "name")).toBeNull();
});
