import { expect, it } from "vitest";
import { addressesIn } from "./addresses";

it("reads addresses one a line, between commas and out of a mail program", () => {
  expect(addressesIn("a@x.example\nb@x.example, Anna <c@x.example>;\n\n d@x.example ")).toEqual([
    "a@x.example",
    "b@x.example",
    "c@x.example",
    "d@x.example",
  ]);
});

it("reads each once, and nothing out of nothing", () => {
  expect(addressesIn("a@x.example\na@x.example")).toEqual(["a@x.example"]);
  expect(addressesIn(" \n, ;")).toEqual([]);
});
