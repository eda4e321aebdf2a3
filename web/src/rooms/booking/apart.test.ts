import { describe, expect, it } from "vitest";
import { clocksApart, nearestFirst } from "./apart";

const AT = Date.parse("2026-11-28T12:00:00Z");

describe("clocks", () => {
  it("are as far from each other as they show, around the day", () => {
    expect(clocksApart("Europe/Moscow", "Europe/Moscow", AT)).toBe(0);
    expect(clocksApart("Europe/Moscow", "Asia/Seoul", AT)).toBe(6 * 60);
    expect(clocksApart("Pacific/Honolulu", "Asia/Seoul", AT)).toBe(5 * 60);
    expect(clocksApart("Asia/Calcutta", "Asia/Kolkata", AT)).toBe(0);
    expect(clocksApart("Pacific/Kiritimati", "Etc/GMT+12", AT)).toBe(2 * 60);
  });
});

describe("places", () => {
  const zones = ["Asia/Seoul", "Europe/Berlin", "Europe/Moscow"].map((zone) => ({ zone }));
  const order = (zone: string) => nearestFirst(zones, zone, AT).map((one) => one.zone);

  it("come by their clocks, the visitor's own first", () => {
    expect(order("Europe/Moscow")).toEqual(["Europe/Moscow", "Europe/Berlin", "Asia/Seoul"]);
    expect(order("Asia/Tokyo")).toEqual(["Asia/Seoul", "Europe/Moscow", "Europe/Berlin"]);
    expect(order("Europe/Istanbul")[0]).toBe("Europe/Moscow");
  });
});
