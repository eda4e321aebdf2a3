import { expect, test } from "vitest";
import { takes } from "./howPaid";

const providers = [{ kind: "stripe" }, { kind: "demo" }, { kind: "manual" }] as Parameters<
  ReturnType<typeof takes>
>[0][];

test("no card is charged for points", () => {
  expect(providers.filter(takes("PTS"))).toEqual([{ kind: "manual" }]);
  expect(providers.filter(takes("RUB"))).toEqual(providers);
});
