import { describe, expect, it } from "vitest";
import { mayBeSaid } from "./whoCame";

const [start, end] = ["2026-11-27T10:00:00Z", "2026-11-27T11:00:00Z"];
const at = (time: string) => Date.parse(`2026-11-27T${time}:00Z`);

describe("what can be said of a session", () => {
  it("is that its client is there, from an hour before", () => {
    const card = { status: "confirmed", start, end } as const;
    expect(mayBeSaid(card, at("08:59"))).toEqual([]);
    expect(mayBeSaid(card, at("09:00"))).toEqual(["start"]);
    expect(mayBeSaid(card, at("10:00"))).toEqual(["start", "complete", "no-show"]);
  });

  it("is that it took place, once somebody is there", () => {
    const card = { status: "in_progress", start, end } as const;
    expect(mayBeSaid(card, at("09:30"))).toEqual([]);
    expect(mayBeSaid(card, at("10:30"))).toEqual(["complete"]);
  });

  it("is that they came after all, until it is over, and that it took place, for a day more", () => {
    const card = { status: "no_show", start, end } as const;
    expect(mayBeSaid(card, at("10:59"))).toEqual(["start"]);
    expect(mayBeSaid(card, at("11:00"))).toEqual(["complete"]);
    expect(mayBeSaid(card, Date.parse("2026-11-28T10:59:00Z"))).toEqual(["complete"]);
    expect(mayBeSaid(card, Date.parse("2026-11-28T11:00:00Z"))).toEqual([]);
    expect(mayBeSaid({ status: "held", start, end }, at("10:30"))).toEqual([]);
  });
});
