import { describe, expect, it } from "vitest";
import type { BoardAnswer } from "../../base/api/schema";
import { besideEachOther, itemsOf } from "./beside";

const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, "0")}:00:00Z`;
const span = (from: number, until: number) => ({ start: at(from), end: at(until) });
const resource = (id: string, kind: string) => ({
  ...{ id, kind, name: id, zone: "UTC", studioId: null, tags: [], capacity: 1 },
  ...{ bufferBefore: 0, bufferAfter: 0, open: [], gaps: [] },
});
const card = (id: string, from: number, until: number, ...takes: string[]) => ({
  ...{ id, ...span(from, until) },
  takes: takes.map((resourceId) => ({ resourceId, whole: false, ...span(from, until) })),
});
const board = {
  resources: [resource("loft", "studio"), resource("white", "room"), resource("lamp", "equipment")],
  bookings: [
    card("a", 9, 11, "white", "lamp"),
    card("b", 10, 12, "loft"),
    card("c", 13, 14, "white"),
  ],
  blocks: [{ id: "closed", resourceId: "white", ...span(15, 16) }],
} as unknown as BoardAnswer;

describe("the time of a studio with its rooms", () => {
  it("shows a booking once, whatever it takes", () => {
    const keys = itemsOf(board).map((one) => (one.type === "card" ? one.card.id : one.key));
    expect(keys).toEqual(["a", "b", "c", "closed"]);
  });

  it("puts what meets beside each other, and nothing else", () => {
    const items = itemsOf(board);
    const beside = besideEachOther(items);
    const of = (id: string) =>
      beside.get(items.find((one) => one.type === "card" && one.card.id === id)?.key ?? "");
    expect(of("a")).toEqual({ lane: 0, lanes: 2 });
    expect(of("b")).toEqual({ lane: 1, lanes: 2 });
    expect(of("c")).toEqual({ lane: 0, lanes: 1 });
  });
});
