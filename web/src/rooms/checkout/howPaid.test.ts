import { expect, test } from "vitest";
import { takes, wordsOfButton } from "./howPaid";

const providers = [{ kind: "stripe" }, { kind: "demo" }, { kind: "manual" }] as Parameters<
  ReturnType<typeof takes>
>[0][];

test("no card is charged for points", () => {
  expect(providers.filter(takes("PTS"))).toEqual([{ kind: "manual" }]);
  expect(providers.filter(takes("RUB"))).toEqual(providers);
});

test("what one has pays all of it, and the button says no price", () => {
  expect(wordsOfButton({ rest: 0, byHand: false })).toBe("checkout.nothingLeft");
  expect(wordsOfButton({ rest: 100, byHand: false })).toBe("checkout.pay");
  expect(wordsOfButton({ rest: 100, byHand: true })).toBe("paying.order");
});
