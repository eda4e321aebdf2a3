import { expect, it } from "vitest";
import type { OrderShown } from "../../base/api/schema";
import { heldMeanwhile } from "./heldMeanwhile";

const goods = [{} as OrderShown["items"][number]];
const address = {} as OrderShown["shippingAddress"];
const plain = { items: [], bookingId: null, addressNeeded: false, shippingAddress: null };

it("holds goods, the time of a session with or without goods beside it, or an order of neither", () => {
  expect(heldMeanwhile({ ...plain, items: goods })).toBe("goods");
  expect(heldMeanwhile({ ...plain, bookingId: "b" })).toBe("session");
  expect(heldMeanwhile({ ...plain, items: goods, bookingId: "b" })).toBe("session");
  expect(heldMeanwhile(plain)).toBe("order");
});

it("asks nobody to pay on pick-up whose goods are sent to an address", () => {
  expect(heldMeanwhile({ ...plain, items: goods, addressNeeded: true })).toBe("order");
  expect(heldMeanwhile({ ...plain, items: goods, shippingAddress: address })).toBe("order");
});
