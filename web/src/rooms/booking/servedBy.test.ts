import { describe, expect, it } from "vitest";
import type { PhotographersAnswer, StudiosAnswer, TimeBody } from "../../base/api/schema";
import { servedBy } from "./servedBy";

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
