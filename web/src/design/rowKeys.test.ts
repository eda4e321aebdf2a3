import { expect, it } from "vitest";
import { keyOf } from "./rowKeys";

const pressed = (key: string, code: string, shiftKey = false) => keyOf({ key, code, shiftKey });

it("a letter of a Russian or Korean keyboard is the Latin one at its place", () => {
  expect(pressed("о", "KeyJ")).toBe("j");
  expect(pressed("Л", "KeyK", true)).toBe("K");
  expect(pressed("ㅓ", "KeyJ")).toBe("j");
  expect(pressed("Process", "KeyX")).toBe("x");
});

it("a Latin keyboard says what it says, wherever its letters are", () => {
  expect(pressed("j", "KeyC")).toBe("j");
  expect(pressed("/", "Digit7", true)).toBe("/");
  expect(pressed("ö", "Semicolon")).toBe("ö");
  expect(pressed("Enter", "Enter")).toBe("Enter");
  expect(pressed("ArrowDown", "ArrowDown")).toBe("ArrowDown");
});

it("the search and the list of keys are where a Latin keyboard has them, too", () => {
  expect(pressed(".", "Slash")).toBe("/");
  expect(pressed(",", "Slash", true)).toBe("?");
  expect(pressed("?", "Digit7", true)).toBe("?");
  expect(pressed(".", "Period")).toBe(".");
});
