import { describe, expect, it } from "vitest";
import type { StaffService } from "../../base/api/schema";
import { newOption, newQuestion } from "./questionForm";
import { formOf, newNeed, newService, newUplift } from "./serviceForm";
import { readService } from "./serviceReading";

const SOUND = { ...newService("EUR"), name: " Portrait ", amount: "90" };

const ALL: StaffService = {
  id: "1",
  revision: 3,
  name: "Portrait",
  about: "An hour of light",
  texts: { ru: { name: "Портрет", about: "" } },
  currency: "EUR",
  lengths: { minutes: [], least: 60, most: 180, step: 30 },
  grid: { step: 30, fixed: [540, 780], gap: 45 },
  price: {
    rule: "hourly",
    amount: 9000,
    levels: { master: 15050 },
    uplifts: [{ weekdays: [6, 7], start: 1080, end: 1440, percent: 20 }],
  },
  deposit: { rule: "fixed", value: 2000 },
  needs: [
    {
      role: "second",
      kind: "photographer",
      tags: ["portrait", "night"],
      resources: ["a"],
      withinKm: 5,
      around: { name: "Potsdam", latitude: 52.4, longitude: 13.06 },
      seats: "people",
      choice: "nearest",
    },
  ],
  people: 8,
  requestHours: 48,
  policy: {
    steps: [{ minutes: 90, percent: 40 }],
    weather: 10,
    moves: 1,
    moveMinutes: 30,
    moveFee: { minutes: 2880, percent: 0, amount: 1550 },
    noShowMinutes: 15,
  },
  shares: { photographer: 6125, studio: 1975, levels: { senior: 7050 } },
  active: false,
  extras: [
    {
      id: "make-up",
      name: "Make-up",
      texts: { ru: "Макияж" },
      price: 4050,
      minutes: 30,
      need: {
        role: "artist",
        kind: "photographer",
        tags: ["make-up"],
        resources: [],
        withinKm: null,
        around: null,
        seats: "one",
        choice: "fair",
      },
    },
  ],
  goods: ["frame"],
  series: 6,
  questions: [
    {
      id: "0199c1f4-5c11-7a02-9be7-3d6e8f1a2c7f",
      kind: "choice",
      text: "Where do we meet?",
      texts: { ru: "Где встретимся?" },
      when: "session",
      required: true,
      options: [
        { id: "option-1", name: "In the park", texts: { ru: "В парке" } },
        { id: "option-2", name: "In the studio", texts: {} },
      ],
    },
  ],
};

describe("the form of a service", () => {
  it("asks for no more than a name and a price", () => {
    expect(readService(SOUND, 2)).toMatchObject({
      asked: {
        name: "Portrait",
        lengths: { minutes: [60] },
        price: { rule: "hourly", amount: 9000 },
        needs: [{ role: "photographer", kind: "photographer", withinKm: null }],
        policy: null,
      },
    });
  });

  it("says again whatever the server said", () => {
    const { id: _, revision: __, ...rest } = ALL;
    expect(readService(formOf(ALL, 2), 2)).toEqual({ asked: rest });
    const plain = { ...ALL, lengths: { minutes: [60, 90] }, grid: { step: 15, fixed: [], gap: 0 } };
    expect(readService(formOf(plain, 2), 2)).toMatchObject({
      asked: { lengths: plain.lengths, grid: plain.grid },
    });
  });

  it("reads the place that something is near: a position, a name, or what was known of it", () => {
    const near = (around: string) => {
      const form = formOf(ALL, 2);
      const [need] = form.needs;
      const read = readService({ ...form, needs: need ? [{ ...need, around }] : [] }, 2);
      return "asked" in read ? read.asked.needs[0]?.around : read;
    };
    expect(near("Potsdam")).toEqual({ name: "Potsdam", latitude: 52.4, longitude: 13.06 });
    expect(near(" 55.75, 37.62")).toEqual({ name: "", latitude: 55.75, longitude: 37.62 });
    expect(near("Alexanderplatz 1, Berlin")).toEqual({ name: "Alexanderplatz 1, Berlin" });
    expect(near(" ")).toBeNull();
  });

  it("names every field at fault", () => {
    const wrong = {
      ...SOUND,
      name: " ",
      minutes: "60, x",
      startRule: "fixed" as const,
      fixed: "9",
      amount: "much",
      levels: [{ level: " ", amount: "1" }],
      uplifts: [{ ...newUplift(), percent: "a" }],
      ownPolicy: true,
      moves: "-1",
    };
    expect(readService(wrong, 2)).toEqual({
      faults: {
        name: "name",
        "lengths.minutes": "minutes",
        "grid.fixed": "clock",
        "price.amount": "amount",
        "price.levels": "level",
        "price.uplifts[0].percent": "number",
        "policy.moves": "number",
      },
    });
  });

  it("wants each question and each answer to choose from worded", () => {
    const questions = [
      { ...newQuestion(), kind: "choice" as const, options: [newOption([])] },
      { ...newQuestion(), text: "Why?", texts: { ru: " ", ko: " 왜? " } },
    ];
    expect(readService({ ...SOUND, questions }, 2)).toEqual({
      faults: { "questions[0].text": "text", "questions[0].options[0].name": "text" },
    });
    const [, second] = questions;
    const read = readService({ ...SOUND, questions: second ? [second] : [] }, 2);
    expect(read).toMatchObject({ asked: { questions: [{ text: "Why?", texts: { ko: "왜?" } }] } });
  });

  it("tells a second role of a kind apart", () => {
    const first = newNeed("room", []);
    expect(newNeed("room", [first, newNeed("room", [first])]).role).toBe("room-3");
  });
});
