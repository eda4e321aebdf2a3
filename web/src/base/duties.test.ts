import { expect, it } from "vitest";
import { may } from "./duties";

const packs = { roles: ["manager"], duties: ["orders:read", "orders:write"] };

it("whose duties nobody chose may do all that staff do", () => {
  expect(may({ roles: ["manager"], duties: null }, "PATCH /api/staff/settings")).toBe(true);
  expect(may({ roles: ["admin"], duties: null }, "GET /api/staff/orders")).toBe(true);
});

it("whose work is narrowed may do that work alone", () => {
  expect(may(packs, "POST /api/staff/orders/{order_id}/parcels")).toBe(true);
  expect(may(packs, "POST /api/staff/orders/{order_id}/refund")).toBe(false);
  expect(may(packs, "GET /api/staff/home")).toBe(true);
});

it("who is not of staff, or has no duty, may do nothing", () => {
  expect(may({ ...packs, roles: ["customer"] }, "GET /api/staff/orders")).toBe(false);
  expect(may({ roles: ["manager"], duties: [] }, "GET /api/staff/home")).toBe(false);
  expect(may(undefined, "GET /api/staff/home")).toBe(false);
});
