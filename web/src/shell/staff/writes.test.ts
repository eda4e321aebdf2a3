import { expect, it } from "vitest";
import { DUTIES } from "../../base/api/duties";
import { PAGES } from "./menu";

const ROUTES = Object.entries(DUTIES) as [string, readonly string[]][];

it.each(PAGES)("$to says what is done with what it shows", ({ reads, writes }) => {
  const path = reads.replace(/^GET /, "");
  const done = ROUTES.filter(([route, duties]) => {
    const [method, at = ""] = route.split(" ");
    const within = at === path || at.startsWith(`${path}/`);
    return method !== "GET" && within && duties.some((one) => one.endsWith(":write"));
  });
  if (done.length > 0) expect(writes).not.toEqual([]);
});

it.each(PAGES)("what is done on $to changes something", ({ writes }) => {
  for (const route of writes) {
    expect(route).not.toMatch(/^GET /);
    expect(DUTIES[route].every((duty) => duty.endsWith(":write"))).toBe(true);
  }
});
