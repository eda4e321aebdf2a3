import { describe, expect, it } from "vitest";
import { newResource, readResource } from "./resourceForm";

const SOUND = { ...newResource("Europe/Berlin"), name: " North light " };

describe("the form of a resource", () => {
  it("asks for no more than a name and a zone", () => {
    expect(readResource(SOUND)).toMatchObject({
      asked: { name: "North light", zone: "Europe/Berlin", cellMinutes: 15, latitude: null },
    });
  });

  it("names every field at fault", () => {
    const wrong = { ...SOUND, name: " ", capacity: "x", leadMinutes: "-1", position: "52" };
    expect(readResource(wrong)).toEqual({
      faults: ["name", "capacity", "leadMinutes", "position"],
    });
  });

  it("reads a photographer's level and how far they travel", () => {
    const typed = {
      ...SOUND,
      level: " master ",
      travelRadiusKm: "30",
      requestHours: "12",
      share: "62,5",
    };
    expect(readResource(typed)).toMatchObject({
      asked: { level: "master", travelRadiusKm: 30, requestHours: 12, share: 6250 },
    });
    expect(readResource({ ...typed, travelRadiusKm: "far" })).toEqual({
      faults: ["travelRadiusKm"],
    });
  });

  it("reads tags and a position as people write them", () => {
    const typed = { ...SOUND, tags: " cyclorama, , daylight,cyclorama", position: "52.5, 13.4" };
    expect(readResource(typed)).toMatchObject({
      asked: { tags: ["cyclorama", "daylight"], latitude: 52.5, longitude: 13.4 },
    });
  });
});
