import { expect, test } from "vitest";
import { together } from "./together";

function counting(most: number) {
  const asked: string[][] = [];
  const one = together(async (ids) => {
    asked.push(ids);
    return new Map(ids.filter((id) => id !== "none").map((id) => [id, id.toUpperCase()]));
  }, most);
  return { asked, one };
}

test("what is asked in one moment is asked once", async () => {
  const { asked, one } = counting(10);
  expect(await Promise.all(["a", "b", "a", "none"].map(one))).toEqual(["A", "B", "A", undefined]);
  expect(await one("c")).toBe("C");
  expect(asked).toEqual([["a", "b", "none"], ["c"]]);
});

test("no request has more than it may", async () => {
  const { asked, one } = counting(2);
  await Promise.all(["a", "b", "c", "d", "e"].map(one));
  expect(asked).toEqual([["a", "b"], ["c", "d"], ["e"]]);
});

test("who asks together fails together, and may ask again", async () => {
  let broken = true;
  const one = together(async (ids) => {
    if (broken) throw new Error("away");
    return new Map(ids.map((id) => [id, 1]));
  }, 10);
  const failed = await Promise.allSettled([one("a"), one("b")]);
  expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  broken = false;
  expect(await one("a")).toBe(1);
});
