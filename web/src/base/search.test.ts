import { parseSearchWith, stringifySearchWith } from "@tanstack/react-router";
import { describe, expect, it } from "vitest";
import { type Raw, readValue, text } from "./search";

const read = (address: string) => parseSearchWith(readValue)(address) as Raw;
const write = stringifySearchWith(JSON.stringify, readValue);

describe("what stands in an address", () => {
  it.each(["8e6142", "1.0", "00123", "1e3", "123456789012345678901", "12", "shirt", "{"])(
    "%s is found as it was typed by hand",
    (typed) => {
      expect(text(read(`?q=${encodeURIComponent(typed)}`)["q"])).toBe(typed);
    },
  );

  it.each(["8e6142", "12", "true", "null", '{"a":1}', "x y"])("%s comes back as it went", (q) => {
    expect(read(write({ q }))["q"]).toBe(q);
  });

  it("keeps numbers, flags and lists", () => {
    const search = { page: 2, open: true, of: ["a", "b"] };
    expect(read(write(search))).toEqual(search);
  });
});
