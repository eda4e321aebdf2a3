import { expect, test } from "vitest";
import { inside, leftToPack, type Parcel } from "./parcels";

type Order = Parameters<typeof leftToPack>[0];

const item = (quantity: number, returned = 0, cameBack = 0, leaving = 0) =>
  ({
    productName: "Lamp",
    options: {},
    quantity,
    returned,
    cameBack,
    leaving,
  }) as Order["items"][number];
const parcel = (status: Parcel["status"], line: number, quantity: number) =>
  ({ status, lines: [{ line, productName: "Lamp", options: {}, quantity }] }) as unknown as Parcel;

test("what is left to pack is in no parcel that goes to the buyer, and was not refunded", () => {
  const parcels = [parcel("shipped", 0, 1), parcel("failed", 0, 2), parcel("cancelled", 1, 1)];
  const left = leftToPack({ items: [item(4, 1), item(1), item(2, 2)], parcels });
  expect(left.map(({ line, most }) => [line, most])).toEqual([
    [0, 2],
    [1, 1],
  ]);
});

test("of what was to be sent later as much is left when something sent before comes back", () => {
  const left = leftToPack({ items: [item(3, 1, 1)], parcels: [parcel("delivered", 0, 2)] });
  expect(left.map(({ line, most }) => [line, most])).toEqual([[0, 1]]);
});

test("what is taken off once a change is paid is not left to pack", () => {
  const left = leftToPack({ items: [item(2, 0, 0, 1), item(1, 0, 0, 1)], parcels: [] });
  expect(left.map(({ line, most }) => [line, most])).toEqual([[0, 1]]);
});

test("what is to be packed of one product is told apart by its options", () => {
  const green = { ...item(1), options: { Colour: "Green" } };
  const [choice] = leftToPack({ items: [green], parcels: [] });
  expect(choice?.name).toBe("Lamp, Green");
});

test("a parcel is split by what is in it", () => {
  expect(inside(parcel("waiting", 3, 2))).toEqual([{ line: 3, name: "Lamp", most: 2 }]);
});
