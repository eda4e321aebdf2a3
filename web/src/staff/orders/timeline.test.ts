import { expect, it } from "vitest";
import { isAmongMoments, staffMoment, withDone } from "./timeline";

const at = (name: string, second: number, request?: string) => ({
  name,
  when: `2026-01-01T00:00:0${second}.000Z`,
  request,
});
const names = (all: { name: string }[]) => all.map(({ name }) => name).join(" ");

it("tells what staff did before what it brought about, of one instant too", () => {
  const happened = [at("held", 1, "a"), at("paid", 2, "b"), at("sold", 2, "b")];
  expect(names(withDone(happened, [at("marked", 2, "b")]))).toBe("held marked paid sold");
});

it("puts what brought nothing about by its time", () => {
  const happened = [at("held", 1, "a"), at("paid", 3, "b")];
  expect(names(withDone(happened, [at("noted", 2, "c"), at("closed", 4, "d")]))).toBe(
    "held noted paid closed",
  );
});

it("leaves what happened in its own order, whatever the clocks said", () => {
  const happened = [at("expired", 3, "a"), at("paid", 2, "b")];
  expect(names(withDone(happened, [at("noted", 4, "c")]))).toBe("expired paid noted");
});

it("tells a step of a return or of a parcel once, and whatever else staff did beside it", () => {
  const once = ["parcel.shipped", "return.approved", "return.refused", "return.inspected"];
  expect(once.filter(isAmongMoments)).toEqual(once);
  const beside = ["return.exchange-ended", "order.cancelled", "order.units-cancelled"];
  expect(beside.filter(isAmongMoments)).toEqual([]);
});

it("speaks of items only where there are some", () => {
  expect(staffMoment("captured", true)).toBe("staffOrder.moment.captured");
  expect(staffMoment("captured", false)).toBe("staffOrder.momentOfTime.captured");
  expect(staffMoment("released", false)).toBe("staffOrder.moment.released");
  expect(staffMoment("paid", false)).toBe("order.moment.paid");
});

it("hands nothing that is picked up to a carrier", () => {
  expect(staffMoment("shipped", true, true)).toBe("parcel.ready");
  expect(staffMoment("delivered", true, true)).toBe("parcel.pickedUp");
  expect(staffMoment("packing", true, true)).toBe("order.moment.packing");
  expect(staffMoment("shipped", true, false)).toBe("order.moment.shipped");
});
