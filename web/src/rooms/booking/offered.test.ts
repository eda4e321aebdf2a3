import { describe, expect, it } from "vitest";
import type { ServiceBody, SlotsBody, TimeBody } from "../../base/api/schema";
import type { TakenTime } from "./live";
import { byClock, inOrder, isElsewhereToo, isFree, withGone } from "./offered";

const NEEDS: ServiceBody["needs"] = [
  {
    role: "photographer",
    kind: "photographer",
    tags: [],
    resources: [],
    withinKm: null,
    around: null,
    seats: "one",
    choice: "fair",
  },
  {
    role: "hall",
    kind: "room",
    tags: [],
    resources: [],
    withinKm: null,
    around: null,
    seats: "people",
    choice: "fair",
  },
];
const RESOURCES: SlotsBody["resources"] = {
  anna: { name: "Anna", kind: "photographer", level: null, before: 0, after: 30 },
  boris: { name: "Boris", kind: "photographer", level: null, before: 0, after: 0 },
  hall: { name: "Hall", kind: "room", level: null, before: 0, after: 0 },
};

function time(hour: number, ...who: string[]): TimeBody {
  const at = (clock: number) => `2026-12-01T${String(clock).padStart(2, "0")}:00:00Z`;
  return {
    start: at(hour),
    end: at(hour + 1),
    zone: "UTC",
    local: at(hour).slice(0, 16),
    visitor: null,
    price: 1,
    combinations: who.map((one) => ({
      slotId: one,
      resources: [one, "hall"],
      price: 1,
      dueNow: 1,
    })),
  };
}

function taken(id: string, start: string, end: string, left = 0): [string, TakenTime] {
  const span = { start: `2026-12-01T${start}:00Z`, end: `2026-12-01T${end}:00Z`, left };
  return [id, { resourceId: id, taken: [span], version: 1 }];
}

function free(one: TimeBody, people: number, ...all: [string, TakenTime][]): boolean {
  const known = new Map(all);
  return isFree(one, NEEDS, people, RESOURCES, (id) => known.get(id));
}

function answer(...times: TimeBody[]): SlotsBody {
  return {
    serviceId: "portrait",
    minutes: 60,
    people: 1,
    currency: "EUR",
    times,
    resources: RESOURCES,
    nextFrom: null,
    serverTime: "2026-12-01T00:00:00Z",
  };
}

describe("a time that is offered", () => {
  it("is taken once everybody who could serve it is", () => {
    const both = time(10, "anna", "boris");
    expect(free(both, 1)).toBe(true);
    expect(free(both, 1, taken("anna", "10:30", "12:00"))).toBe(true);
    expect(free(both, 1, taken("anna", "10:30", "12:00"), taken("boris", "09:00", "10:15"))).toBe(
      false,
    );
  });

  it("needs its buffers too, and nothing beyond them", () => {
    expect(free(time(10, "anna"), 1, taken("anna", "11:15", "12:00"))).toBe(false);
    expect(free(time(10, "anna"), 1, taken("anna", "11:30", "12:00"))).toBe(true);
    expect(free(time(10, "boris"), 1, taken("boris", "11:00", "12:00"))).toBe(true);
  });

  it("needs a seat for each who comes, where seats are what is taken", () => {
    expect(free(time(10, "boris"), 2, taken("hall", "10:00", "11:00", 2))).toBe(true);
    expect(free(time(10, "boris"), 3, taken("hall", "10:00", "11:00", 2))).toBe(false);
  });

  it("is free where the booking that is moved has it itself, but for the time it has", () => {
    const own = {
      start: time(10).start,
      end: time(10).end,
      resources: ["anna", "hall"].map((id) => ({ resourceId: id, role: "who", name: id })),
    };
    const known = new Map([taken("anna", "10:00", "11:30"), taken("hall", "10:00", "11:00")]);
    const moved = (one: TimeBody) => isFree(one, NEEDS, 1, RESOURCES, (id) => known.get(id), own);
    expect(moved(time(11, "anna"))).toBe(true);
    expect(moved(time(10, "anna"))).toBe(false);
    expect(moved(time(10, "anna", "boris"))).toBe(true);
    known.set(...taken("anna", "10:00", "12:30")); // somebody else right after
    expect(moved(time(11, "anna"))).toBe(false);
    expect(moved(time(9, "anna"))).toBe(true);
  });

  it("stands where it stood when a newer answer does not have it, and is itself again after", () => {
    const first = withGone(undefined, answer(time(9, "anna"), time(10, "anna")));
    const second = withGone(first, answer(time(9, "anna")));
    expect(inOrder(second).map(({ local }) => local.slice(11))).toEqual(["09:00", "10:00"]);
    expect(second.gone).toHaveLength(1);
    const third = withGone(second, answer(time(9, "anna"), time(10, "boris")));
    expect(third.gone).toEqual([]);
    expect(inOrder(third)).toHaveLength(2);
  });
});

describe("times of several places", () => {
  const by = (hour: number, zone: string, local: string, visitor: string): TimeBody => ({
    ...time(hour, "anna"),
    zone,
    local: `2026-12-01T${local}`,
    visitor: `2026-12-01T${visitor}`,
  });
  const seoul = by(2, "Asia/Seoul", "11:00", "03:00");
  const berlin = by(9, "Europe/Berlin", "10:00", "10:00");
  const moscow = by(9, "Europe/Moscow", "12:00", "10:00");

  it("stand by their own clocks, the reader's first", () => {
    const found = byClock([seoul, moscow, berlin]);
    expect([...found.keys()]).toEqual(["Europe/Berlin", "Asia/Seoul", "Europe/Moscow"]);
    expect(found.get("Europe/Moscow")).toEqual([moscow]);
  });

  it("are two times where they are at one moment", () => {
    expect(isElsewhereToo(moscow, [seoul, berlin, moscow])).toBe(true);
    expect(isElsewhereToo(seoul, [seoul, berlin, moscow])).toBe(false);
    const day = { minutes: 60, resources: {}, times: [berlin, moscow] } as unknown as SlotsBody;
    const before = withGone(undefined, day);
    expect(withGone(before, { ...day, times: [berlin] }).gone).toEqual([moscow]);
  });
});
