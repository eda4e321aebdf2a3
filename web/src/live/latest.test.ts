import { describe, expect, it, vi } from "vitest";
import { LatestStore } from "./latest";

interface State {
  id: string;
  left: number;
  version: number;
}

function store() {
  return new LatestStore<State>((state) => state.id);
}

describe("latest states", () => {
  it("ends the same whatever the order and however often a message comes", () => {
    const messages = [
      { id: "a", left: 9, version: 1 },
      { id: "a", left: 8, version: 2 },
      { id: "a", left: 7, version: 3 },
      { id: "b", left: 1, version: 1 },
    ];
    const straight = store();
    straight.take(messages);
    const shuffled = store();
    for (const message of [...messages].reverse().concat(messages)) shuffled.take([message]);
    for (const id of ["a", "b"]) expect(shuffled.get(id)).toEqual(straight.get(id));
    expect(straight.get("a")?.left).toBe(7);
  });

  it("tells of news only", () => {
    const known = store();
    const listener = vi.fn();
    known.subscribe(listener);
    known.take([{ id: "a", left: 9, version: 4 }]);
    known.take([{ id: "a", left: 9, version: 4 }]);
    known.take([{ id: "a", left: 9, version: 3 }]);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("forgets everything for another visitor", () => {
    const known = store();
    known.take([{ id: "a", left: 9, version: 4 }]);
    known.clear();
    expect(known.get("a")).toBeUndefined();
    known.take([{ id: "a", left: 2, version: 1 }]);
    expect(known.get("a")?.left).toBe(2);
  });

  it("follows from a snapshot until the connection is lost", () => {
    const known = store();
    const listener = vi.fn();
    known.subscribe(listener);
    known.take([{ id: "a", left: 9, version: 4 }]);
    expect(known.following).toBe(false);
    known.snapshot([{ id: "a", left: 9, version: 4 }]);
    known.snapshot([]);
    expect(known.following).toBe(true);
    expect(listener).toHaveBeenCalledTimes(2);
    known.lost();
    expect(known.following).toBe(false);
    expect(known.states).toEqual([{ id: "a", left: 9, version: 4 }]);
  });
});
