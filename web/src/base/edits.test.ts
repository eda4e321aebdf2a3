import { expect, it } from "vitest";
import { ifStill } from "./edits";

it("what was sent makes room, what was typed while it was sent does not", () => {
  const answered = ifStill("Good morning", "");
  expect(answered("Good morning")).toBe("");
  expect(answered("Good morning. One more thing")).toBe("Good morning. One more thing");
});
