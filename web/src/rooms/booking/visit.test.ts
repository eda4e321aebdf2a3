import { expect, it } from "vitest";
import type { BookingShown, ServiceBody } from "../../base/api/schema";
import { isOffered, visitOf } from "./visit";

const part = (kind: "service" | "extra", id: string, minutes: number) =>
  ({ kind, id, minutes, name: id, price: 0 }) as const;
const PARTS = [
  part("service", "portrait", 60),
  part("extra", "smoke", 15),
  part("service", "pets", 60),
];
const SERVICES = [
  { id: "portrait", lengths: [60, 120], people: 2, extras: [{ id: "smoke" }] },
  { id: "pets", lengths: [60], people: 2, extras: [] },
] as unknown as ServiceBody[];

function booking(minutes: number, parts: BookingShown["parts"] = []) {
  return { serviceId: "portrait", parts, minutes, people: 1 };
}

it("a visit is looked for with all that it is made of, for as long as its first service takes", () => {
  expect(visitOf(booking(60))).toEqual({ length: 60 });
  expect(visitOf(booking(135, PARTS))).toEqual({
    length: 60,
    extras: ["smoke"],
    also: ["pets:60"],
  });
});

it("what is offered no more, or was made longer by hand, is not looked for", () => {
  expect(isOffered(booking(60), SERVICES)).toBe(true);
  expect(isOffered(booking(195, PARTS), SERVICES)).toBe(true);
  expect(isOffered(booking(75), SERVICES)).toBe(false);
  expect(isOffered({ ...booking(60), people: 3 }, SERVICES)).toBe(false);
  expect(isOffered(booking(60), SERVICES.slice(1))).toBe(false);
  expect(isOffered(booking(135, PARTS), SERVICES.slice(0, 1))).toBe(false);
  const [portrait, pets] = SERVICES as [ServiceBody, ServiceBody];
  expect(isOffered(booking(135, PARTS), [{ ...portrait, extras: [] }, pets])).toBe(false);
});
