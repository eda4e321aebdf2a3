import { expect, it } from "vitest";
import { withQuery } from "../../base/api/client";
import { askedOf, PURCHASES } from "./queries";

it("purchases are asked for as those that may still come, those that ended, or all", () => {
  const addresses = (["open", "ended", undefined] as const).map((which) =>
    withQuery(PURCHASES, askedOf(which)),
  );
  expect(addresses).toEqual([
    "/staff/purchases?open=true",
    "/staff/purchases?open=false",
    "/staff/purchases",
  ]);
});
