import { expect, test } from "vitest";
import { sortFiles } from "./fitting";

const file = (name: string, type = "image/jpeg", size = 10) => ({ name, type, size });

test("files that cannot be sent are told apart, and the others go on", () => {
  const chosen = [
    file("notes.txt", "text/plain"),
    file("one.jpg"),
    file("large.png", "image/png", 101),
    file("raw", ""),
    file("empty.jpg", "image/jpeg", 0),
    file("two.webp", "image/webp", 100),
    file("three.jpg"),
  ];
  const { fit, misfits } = sortFiles(chosen, 2, 100);
  expect(fit.map(({ name }) => name)).toEqual(["one.jpg", "two.webp"]);
  expect(misfits.map(({ file, why }) => [file.name, why])).toEqual([
    ["notes.txt", "kind"],
    ["large.png", "large"],
    ["raw", "kind"],
    ["empty.jpg", "kind"],
    ["three.jpg", "room"],
  ]);
});

test("where there is no room left all that fit are named", () => {
  expect(sortFiles([file("one.jpg")], -3, 100).misfits[0]?.why).toBe("room");
});
