import { describe, expect, it } from "vitest";
import type { BoardAnswer, BoardCard, BoardResource } from "../../base/api/schema";
import { rowsOf } from "./rows";
import {
  canServe,
  firstLeft,
  hourToBlock,
  lengthAt,
  lengthsOf,
  nearestLength,
  servedBy,
  takesPhotographer,
} from "./rules";

const HOUR = 3_600_000;
const need = (tags: string[]) => [{ role: "who", kind: "photographer", tags, resources: [] }];
const board = {
  services: [
    { id: "portrait", lengths: [60, 120], needs: need(["portrait"]) },
    { id: "pets", lengths: [60], needs: need(["animals"]) },
  ],
} as unknown as BoardAnswer;
const alone = { serviceId: "portrait", also: [] as string[], beside: 0 } as BoardCard;
const visit = { serviceId: "portrait", also: ["pets"], beside: 60 } as BoardCard;
const who = (tags: string[]) => ({ id: "anna", kind: "photographer", tags }) as BoardResource;

describe("what the page knows of a card", () => {
  it("is as long as its service may be, and what stands beside that", () => {
    expect(lengthsOf(board, alone)).toEqual([60, 120]);
    expect(lengthsOf(board, visit)).toEqual([120, 180]);
    expect(nearestLength(board, alone, 1.4 * HOUR)).toBe(HOUR);
    expect(nearestLength(board, visit, 1.4 * HOUR)).toBe(2 * HOUR);
    expect(nearestLength(board, visit, 9 * HOUR)).toBe(3 * HOUR);
  });

  it("is asked to be as long as it is by nothing but its place, unless it is stretched", () => {
    const card = { ...alone, start: "2026-11-25T10:00:00Z", end: "2026-11-25T11:15:00Z" };
    const start = Date.parse("2026-11-26T08:00:00Z");
    expect(lengthAt(card, { start, end: start + 1.25 * HOUR })).toBeUndefined();
    expect(lengthAt(card, { start, end: start + 2 * HOUR })).toBe(120);
  });

  it("goes to who can serve all of it", () => {
    expect(canServe(board, alone, "who", who(["portrait"]))).toBe(true);
    expect(canServe(board, visit, "who", who(["portrait"]))).toBe(false);
    expect(canServe(board, visit, "who", who(["portrait", "animals"]))).toBe(true);
    expect(canServe(board, visit, "other", who(["portrait", "animals"]))).toBe(false);
  });

  it("has a photographer in it if one of its services takes one", () => {
    const takes = [{ role: "who" }] as BoardCard["takes"];
    expect(takesPhotographer(board, { ...alone, takes })).toBe(true);
    const hall = { role: "who", kind: "room", tags: [], resources: [] };
    const rooms = { services: [{ id: "portrait", needs: [hall] }] } as unknown as BoardAnswer;
    expect(takesPhotographer(rooms, { ...alone, takes })).toBe(false);
  });
});

describe("a board's rows", () => {
  it("show of a room when somebody has its whole studio, and not of what takes it by itself", () => {
    const span = { start: "2026-11-25T10:00:00Z", end: "2026-11-25T11:00:00Z" };
    const whole = { ...span, resourceId: "loft", whole: true };
    const there = {
      ...board,
      resources: [
        { id: "loft", kind: "studio", name: "Loft", studioId: null, open: [], gaps: [] },
        { id: "room", kind: "room", name: "Room", studioId: "loft", open: [], gaps: [] },
        { id: "other", kind: "room", name: "Other", studioId: "loft", open: [], gaps: [] },
      ],
      bookings: [
        {
          ...span,
          id: "1",
          number: "B-1",
          takes: [whole, { ...span, resourceId: "room", whole: false }],
        },
      ],
      blocks: [],
    } as unknown as BoardAnswer;
    const rows = rowsOf(there).map(({ resource, wholes }) => [
      resource.id,
      wholes.map(({ card }) => card.number),
    ]);
    expect(rows).toEqual([
      ["loft", []],
      ["other", ["B-1"]],
      ["room", []],
    ]);
  });
});
describe("what one can be booked for", () => {
  const at = (clock: string) => Date.parse(`2026-11-26T${clock}:00Z`);
  const services = [
    { id: "portrait", active: true, needs: need(["portrait"]) },
    { id: "gone", active: false, needs: need([]) },
    { id: "pets", active: true, needs: need(["animals"]) },
    { id: "walk", active: true, needs: need([]) },
  ];
  const mine = {
    ...who(["portrait"]),
    gaps: [{ start: "2026-11-26T09:10:00Z", end: "2026-11-26T10:00:00Z", fits: [3] }],
  } as BoardResource;
  const all = { services, resources: [] } as unknown as BoardAnswer;

  it("is what one is fit for, and first what fits into the time that is left", () => {
    const ids = (clock: string) => servedBy(all, mine, at(clock)).map(({ id }) => id);
    expect(ids("09:30")).toEqual(["walk", "portrait"]);
    expect(ids("12:00")).toEqual(["portrait", "walk"]);
  });

  it("is of a studio also what its rooms are fit for", () => {
    const asked = (kind: string) => [{ role: "where", kind, tags: [], resources: [] }];
    const loft = { id: "loft", kind: "studio", tags: [], gaps: [] } as unknown as BoardResource;
    const fits = [{ start: "2026-11-26T09:00:00Z", end: "2026-11-26T10:00:00Z", fits: [1] }];
    const room = { ...loft, id: "room", kind: "room", studioId: "loft", gaps: fits };
    const there = {
      services: [
        { id: "whole", active: true, needs: asked("studio") },
        { id: "hour", active: true, needs: asked("room") },
        { id: "lamp", active: true, needs: asked("equipment") },
      ],
      resources: [loft, room],
    } as unknown as BoardAnswer;
    expect(servedBy(there, loft, at("09:30")).map(({ id }) => id)).toEqual(["hour", "whole"]);
    const alone = { ...there, resources: [loft, { ...room, studioId: "other" }] };
    expect(servedBy(alone as BoardAnswer, loft, 0).map(({ id }) => id)).toEqual(["whole"]);
  });

  it("begins at a half hour that is left, or at the next there is", () => {
    expect(firstLeft(mine, at("07:00"))).toBe(at("09:30"));
    expect(firstLeft({ ...mine, gaps: [] }, at("07:10"))).toBe(at("07:30"));
  });
});

describe("the hour that is taken away first", () => {
  const at = (time: string) => Date.parse(`2026-12-03T${time}:00Z`);
  const days = [{ day: "2026-12-03", start: "2026-12-03T00:00:00Z", end: "2026-12-04T00:00:00Z" }];
  const shown = { days } as unknown as BoardAnswer;
  const open = [{ start: "2026-12-03T09:30:00Z", end: "2026-12-03T18:00:00Z" }];
  const mine = { open } as unknown as BoardResource;

  it("is the next one of the day that it is", () => {
    expect(hourToBlock(shown, mine, at("12:20"))).toBe(at("13:00"));
  });

  it("is of the day that is shown, from when that is open", () => {
    const now = Date.parse("2026-12-01T16:10:00Z");
    expect(hourToBlock(shown, mine, now)).toBe(at("09:30"));
    expect(hourToBlock(shown, { ...mine, open: [] }, now)).toBe(at("00:00"));
  });
});
