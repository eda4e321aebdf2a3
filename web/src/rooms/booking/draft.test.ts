import { expect, test } from "vitest";
import { type Draft, draftOf, keepDraft } from "./draft";

const draft: Draft = {
  at: "2026-12-04T07:00:00Z",
  search: { service: "portrait", length: 120, people: 4, extras: ["prints"] },
  note: "With a dog",
  pay: "all",
  goods: [{ productId: "p", variantId: "v", quantity: 2, price: 500 }],
  answers: { q: "yes" },
};

test("who comes back to the time they had chosen finds what they chose and typed beside it", () => {
  keepDraft(draft);
  expect(draftOf("portrait", draft.at)).toEqual(draft);
});

test("another time, another service or none begin afresh", () => {
  keepDraft(draft);
  expect(draftOf("portrait", "2026-12-05T07:00:00Z")).toBeUndefined();
  expect(draftOf("family", draft.at)).toBeUndefined();
  expect(draftOf("portrait", undefined)).toBeUndefined();
});
