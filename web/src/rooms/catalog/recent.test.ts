import { beforeEach, expect, test, vi } from "vitest";

vi.stubGlobal("window", new EventTarget());
const { forgetVisitor } = await import("../../base/session");
const { lookedAt, readRecent, recent } = await import("./recent");

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;

beforeEach(() => recent.write([]));

test("the latest stands first, once, and no more than twelve are kept", () => {
  for (let number = 0; number < 20; number += 1) lookedAt(id(number));
  lookedAt(id(15));
  expect(recent.read()).toHaveLength(12);
  expect(recent.read().slice(0, 3)).toEqual([id(15), id(19), id(18)]);
});

test("what is no id is not remembered", () => {
  expect(readRecent(JSON.stringify([id(1), "../x", 7, null]))).toEqual([id(1)]);
  expect(readRecent("{}")).toEqual([]);
  expect(readRecent(null)).toEqual([]);
});

test("whoever is here after finds nothing", () => {
  lookedAt(id(1));
  forgetVisitor();
  expect(recent.read()).toEqual([]);
});
