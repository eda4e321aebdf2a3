import { expect, test } from "vitest";
import { wayOf } from "../../base/wayOf";
import { momentWords, nextOf, rescuedAt } from "./words";

const moments = (...words: ("held" | "expired" | "cancelled" | "paid" | "captured")[]) =>
  words.map((what) => ({ what }));

test("a payment after the time was up is explained where its goods are held again", () => {
  expect(rescuedAt(moments("held", "expired", "cancelled", "held", "paid", "captured"))).toBe(3);
  expect(rescuedAt(moments("held", "expired", "held", "paid", "captured"))).toBe(2);
});

test("an order paid in time, or ended for good, has nothing to explain", () => {
  expect(rescuedAt(moments("held", "paid", "captured"))).toBe(-1);
  expect(rescuedAt(moments("held", "expired", "cancelled"))).toBe(-1);
});

test("what is ours is called by its name, and whoever else charges a card", () => {
  expect(wayOf("points")).toBe("points");
  expect(wayOf("certificate")).toBe("certificate");
  expect(wayOf("stripe")).toBe("card");
});

const order = (more: object) =>
  ({
    status: "paid",
    total: 500,
    items: [{}],
    fulfilment: null,
    awaits: null,
    refund: "none",
    ...more,
  }) as Parameters<typeof nextOf>[0];

test("what happens next goes by what was bought", () => {
  expect(nextOf(order({}))).toBe("paid");
  expect(nextOf(order({ items: [], bookingId: "b" }))).toBe("booked");
  expect(nextOf(order({ items: [], offers: [{ kind: "package" }] }))).toBe("prepaid");
  expect(nextOf(order({ items: [], offers: [{ kind: "package" }] }), true)).toBe("prepaidByLink");
  expect(nextOf(order({ items: [] }))).toBe("plain");
  expect(nextOf(order({ status: "pending", items: [] }))).toBe("payPlain");
});

test("what was refunded whole is prepared and completed no more", () => {
  expect(nextOf(order({ status: "completed", refunded: 500 }))).toBe("done");
  expect(nextOf(order({ refunded: 500 }))).toBe("done");
  expect(nextOf(order({ status: "completed", refunded: 499 }))).toBe("completed");
  expect(nextOf(order({ status: "completed", total: 0, refunded: 0 }))).toBe("completed");
});

test("of a present it is said where and when it is mailed", () => {
  const present = (gift: object) =>
    nextOf(order({ items: [], offers: [{ kind: "package" }], gift: { toName: "", ...gift } }));
  const email = { toEmail: "mina@test.example" };
  expect(present({ ...email, on: null, mailed: null })).toBe("giftSoon");
  expect(present({ ...email, on: "2026-12-24", mailed: null })).toBe("giftOn");
  expect(present({ ...email, on: "2026-12-24", mailed: "2026-12-24" })).toBe("giftMailed");
  expect(present({ toEmail: "", on: null, mailed: null })).toBe("giftHandOver");
});

test("what was noted as paid by mistake is not said to be refunded", () => {
  const off = { status: "cancelled", items: [], refund: "done" };
  expect(nextOf(order(off))).toBe("done");
  expect(nextOf(order({ ...off, restOf: { bookingId: "b", notPaid: false } }))).toBe("done");
  expect(nextOf(order({ ...off, restOf: { bookingId: "b", notPaid: true } }))).toBe("notPaid");
});

test("what is picked up is ready, not on its way", () => {
  const pickup = "Main street 1";
  expect(nextOf(order({ pickup }))).toBe("toPickUp");
  expect(nextOf(order({ pickup, fulfilment: "shipped" }))).toBe("ready");
  expect(nextOf(order({ fulfilment: "shipped" }))).toBe("shipped");
  expect(momentWords("shipped", true, true)).toBe("parcel.ready");
  expect(momentWords("captured", false, false)).toBe("order.moment.confirmed");
});
