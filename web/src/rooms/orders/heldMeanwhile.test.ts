import { expect, it } from "vitest";
import type { OrderShown } from "../../base/api/schema";
import { heldMeanwhile } from "./heldMeanwhile";

const goods = [{} as OrderShown["items"][number]];

it("holds goods, the time of a session with or without goods beside it, or an order of neither", () => {
  expect(heldMeanwhile({ items: goods, bookingId: null })).toBe("goods");
  expect(heldMeanwhile({ items: [], bookingId: "b" })).toBe("session");
  expect(heldMeanwhile({ items: goods, bookingId: "b" })).toBe("session");
  expect(heldMeanwhile({ items: [], bookingId: null })).toBe("order");
});
