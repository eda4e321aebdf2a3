import { describe, expect, it } from "vitest";
import type { SettingsBody } from "../../base/api/schema";
import {
  changesOf,
  type Edits,
  meant,
  overtaken,
  typedOf,
  typedSince,
  unreadable,
  withEdit,
  without,
} from "./edits";

const zone = (name: string) => ({ id: "zone-1", name, places: ["DE"] });
const SAVED = {
  name: "Kettles",
  lowStockAt: null,
  holdUnits: 10,
  shippingZones: [zone("Near")],
} as Partial<SettingsBody> as SettingsBody;

function typing(changes: Partial<SettingsBody>, saved = SAVED): Edits {
  const names = Object.keys(changes) as (keyof SettingsBody)[];
  return names.reduce<Edits>((all, name) => withEdit(all, saved, name, changes[name] as never), {});
}

describe("settings that are typed", () => {
  it("are sent alone, and none that are saved so already", () => {
    const edits = typing({ name: "Pots", holdUnits: 5 });
    expect(changesOf(edits, SAVED)).toEqual({ name: "Pots", holdUnits: 5 });
    expect(changesOf(edits, { ...SAVED, holdUnits: 5 })).toEqual({ name: "Pots" });
  });

  it("are not typed any more once they are what they were", () => {
    const edits = withEdit(typing({ shippingZones: [zone("Far")] }), SAVED, "shippingZones", [
      zone("Near"),
    ]);
    expect(typedOf(edits)).toEqual({});
  });

  it("do not undo what others saved of the same since, until that is meant", () => {
    const edits = typing({ shippingZones: [zone("Near"), zone("Far")], name: "Pots" });
    const others = { ...SAVED, shippingZones: [zone("Nearest")] };
    expect(overtaken(edits, SAVED)).toEqual([]);
    expect(overtaken(edits, { ...SAVED, holdUnits: 5 })).toEqual([]);
    expect(overtaken(edits, others)).toEqual(["shippingZones"]);
    expect(overtaken(meant(edits, others), others)).toEqual([]);
    expect(typedOf(without(edits, ["shippingZones"]))).toEqual({ name: "Pots" });
  });

  it("are still over what was read first while they are typed further", () => {
    const others = { ...SAVED, name: "Pans" };
    const edits = withEdit(typing({ name: "Pot" }), others, "name", "Pots");
    expect(overtaken(edits, others)).toEqual(["name"]);
  });

  it("stay when they were typed while they were being saved", () => {
    const sent = { name: "Pot" };
    const saved = { ...SAVED, name: "Pot" };
    expect(typedSince(typing(sent), sent, saved)).toEqual({});
    const further = withEdit(typing(sent), SAVED, "name", "Pots");
    const since = typedSince(further, sent, saved);
    expect(typedOf(since)).toEqual({ name: "Pots" });
    expect(overtaken(since, saved)).toEqual([]);
  });
});

describe("what is no number", () => {
  it("is a change, not nothing", () => {
    const edits = typing({ lowStockAt: Number.NaN });
    expect(changesOf(edits, SAVED)).toEqual({ lowStockAt: Number.NaN });
  });

  it("is found, and called as the server would", () => {
    expect(unreadable({ lowStockAt: null, name: "Pots", holdUnits: 5 })).toBeUndefined();
    expect(unreadable({ holdSeconds: Number.NaN })).toBe("holdSeconds");
    expect(
      unreadable({
        shippingMethods: [
          { freeOver: null, rates: [] },
          { freeOver: 1, rates: [{ amount: null }, { amount: Number.NaN }] },
        ],
      }),
    ).toBe("shippingMethods[1].rates[1].amount");
  });
});
