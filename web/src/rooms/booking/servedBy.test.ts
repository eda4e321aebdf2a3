import { describe, expect, it } from "vitest";
import type {
  BookingShown,
  PhotographersAnswer,
  ServiceBody,
  StudiosAnswer,
  TimeBody,
} from "../../base/api/schema";
import { photographerOf, servedBy } from "./servedBy";

const studio = (id: string, ...rooms: string[]) =>
  ({ id, rooms: rooms.map((room) => ({ id: room })) }) as StudiosAnswer["studios"][number];
const person = (id: string) => ({ id }) as PhotographersAnswer["photographers"][number];
const time = (...those: string[][]) =>
  ({ combinations: those.map((resources) => ({ resources })) }) as Pick<TimeBody, "combinations">;

const STUDIOS = [studio("moscow", "hall", "loft"), studio("berlin", "cellar")];
const PEOPLE = [person("vera"), person("gleb")];

describe("where a time is, and with whom", () => {
  it("is said where it is settled, whoever serves it", () => {
    const found = servedBy(time(["vera", "hall"], ["vera", "loft"]), STUDIOS, PEOPLE);
    expect([found.studio?.id, found.person?.id]).toEqual(["moscow", "vera"]);
  });

  it("is not said where it may be one or the other", () => {
    const found = servedBy(time(["vera", "hall"], ["gleb", "cellar"]), STUDIOS, PEOPLE);
    expect(found).toEqual({ studio: undefined, person: undefined });
    expect(servedBy(time(), STUDIOS, PEOPLE).studio).toBeUndefined();
  });

  it("is nowhere where nothing of a place is taken", () => {
    expect(servedBy(time(["gleb"]), STUDIOS, PEOPLE).studio).toBeUndefined();
  });
});

describe("with whom a booking is that is moved", () => {
  const taken = (...those: [string, string][]) =>
    ({
      resources: those.map(([role, resourceId]) => ({ role, resourceId, name: "" })),
    }) as Pick<BookingShown, "resources">;
  const service = {
    needs: [
      { role: "hall", kind: "room" },
      { role: "shoots", kind: "photographer" },
    ],
  } as Pick<ServiceBody, "needs">;

  it("is its photographer, whatever the role is called", () => {
    expect(photographerOf(taken(["hall", "loft"], ["shoots", "vera"]), service, PEOPLE)).toBe(
      "vera",
    );
  });

  it("is nobody where they can be asked for no more, or nobody photographs", () => {
    expect(photographerOf(taken(["shoots", "olga"]), service, PEOPLE)).toBeUndefined();
    expect(photographerOf(taken(["hall", "loft"]), service, PEOPLE)).toBeUndefined();
  });
});
