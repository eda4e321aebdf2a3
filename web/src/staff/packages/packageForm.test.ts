import { describe, expect, it } from "vitest";
import type { StaffPackage } from "../../base/api/schema";
import {
  endOfDay,
  formOf,
  hoursText,
  newItem,
  newPackage,
  parseHours,
  parseSessions,
  readPackage,
} from "./packageForm";

const SEASON: StaffPackage = {
  id: "1",
  revision: 2,
  price: 77_000,
  name: "Season",
  about: "Hours and a present",
  texts: { ru: { name: "Сезон", about: "" } },
  currency: "EUR",
  items: [
    { kind: "hours", units: 630, price: 50_000, count: 1, services: ["a"], sessionMinutes: null },
    {
      kind: "certificate",
      units: 10_050,
      price: 9_000,
      count: 3,
      services: [],
      sessionMinutes: null,
    },
    { kind: "sessions", units: 270, price: null, count: 2, services: ["b"], sessionMinutes: 90 },
  ],
  firstDay: "2027-03-01",
  lastDay: null,
  validDays: 180,
  graceDays: 0,
  warnDays: 7,
  transferable: false,
  active: true,
  repeatable: false,
};

describe("a package's form", () => {
  it("sends what it was read from", () => {
    const { id, revision, price, ...terms } = SEASON;
    expect(readPackage(formOf(SEASON, 2), 2)).toEqual({ asked: terms });
  });

  it("names each field at fault", () => {
    const form = {
      ...newPackage("EUR"),
      items: [
        newItem("hours"),
        { ...newItem("certificate"), units: "x", price: "5", count: "0" },
        { ...newItem("sessions"), units: "0", price: "x" },
      ],
      validDays: "0",
      warnDays: "",
    };
    expect(readPackage(form, 2)).toEqual({
      faults: {
        name: "name",
        "items[0].price": "amount",
        "items[1].units": "amount",
        "items[1].count": "number",
        "items[2].services": "service",
        "items[2].sessionMinutes": "number",
        "items[2].units": "number",
        "items[2].price": "amount",
        validDays: "number",
        warnDays: "number",
      },
    });
  });

  it("reads hours with decimals as whole minutes", () => {
    expect(["1.5", "1,25", "10", "0.33"].map(parseHours)).toEqual([90, 75, 600, 20]);
    expect(["1", "0.5", "2,5"].map((text) => parseSessions(text, 90))).toEqual([90, 45, 225]);
    expect(["", "0", "-1", "a", "1.555", "1e3"].map(parseHours)).toEqual(Array(6).fill(null));
    expect([90, 600, 75, 20].map(hoursText)).toEqual(["1.5", "10", "1.25", "0.33"]);
  });
});

describe("the day until which something is prolonged", () => {
  it("is all of that day, where the reader is", () => {
    expect(endOfDay("2027-03-31")).toBe(new Date(2027, 2, 31, 23, 59, 59).toISOString());
  });

  it("is none while it is being typed", () => {
    for (const typed of ["", "12027-03-31", "2027-13-01"]) expect(endOfDay(typed)).toBeNull();
  });
});
