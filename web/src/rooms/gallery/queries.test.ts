import { expect, it } from "vitest";
import type { GalleryAnswer } from "../../base/api/schema";
import { askAgain } from "./queries";

const AT = 1_000_000;
const ordered = { bookingId: "b", pictures: ["one"], at: AT };
const HOUR = 60 * 60_000;

function gallery(...bought: boolean[]) {
  const pictures = ["one", "two"].map((id, place) => ({ id, bought: bought[place] ?? false }));
  return { bookingId: "b", pictures } as Pick<GalleryAnswer, "bookingId" | "pictures">;
}

it("what was ordered and is not the client's yet is soon asked for again", () => {
  expect(askAgain(gallery(false), ordered, AT + 60_000)).toBe(2_000);
});

it("else the gallery is read anew as its addresses grow old", () => {
  expect(askAgain(undefined, ordered, AT)).toBe(HOUR);
  expect(askAgain(gallery(false), null, AT)).toBe(HOUR);
  expect(askAgain(gallery(true), ordered, AT)).toBe(HOUR);
  expect(askAgain(gallery(false), { ...ordered, bookingId: "other" }, AT)).toBe(HOUR);
  expect(askAgain(gallery(false), ordered, AT + HOUR)).toBe(HOUR);
});
