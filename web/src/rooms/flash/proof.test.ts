import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { solve } from "./proof";

test("a word is found that the server takes", () => {
  const word = solve({ challenge: "abc.def", bits: 12 });
  const digest = createHash("sha256").update(`abc.def:${word}`).digest("hex");
  expect(digest.slice(0, 3)).toBe("000");
});
