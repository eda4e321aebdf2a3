import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { TimeBody } from "../../base/api/schema";
import { timesQuery } from "./queries";

const PORTRAIT = { service: "portrait", people: 1 };
const [MONDAY, TUESDAY] = ["2026-12-07", "2026-12-08"];
const FREE: Record<string, string[]> = {};

function timeAt(local: string): TimeBody {
  const [start, end] = [`${local}:00Z`, `${local}:59Z`];
  return { start, end, zone: "UTC", local, visitor: null, price: 1, combinations: [] };
}

/** A shop that offers the times of the day it is asked for. */
async function shop(path: string) {
  const day = new URL(path, "http://shop").searchParams.get("from")?.slice(0, 10) ?? "";
  const times = (FREE[day] ?? []).map((hour) => timeAt(`${day}T${hour}`));
  return new Response(JSON.stringify({ minutes: 60, resources: {}, times }));
}

beforeEach(() => {
  FREE[MONDAY] = ["09:00", "10:00"];
  FREE[TUESDAY] = ["15:00"];
  vi.stubGlobal("navigator", { languages: ["en-US"] });
  vi.stubGlobal("fetch", shop);
});
afterEach(() => vi.unstubAllGlobals());

it("only times of the day that is looked at are shown as gone, whichever was looked at before", async () => {
  const client = new QueryClient();
  const page = new QueryObserver(client, timesQuery(PORTRAIT, MONDAY, "en"));
  const look = async (day: string) => {
    page.setOptions(timesQuery(PORTRAIT, day, "en"));
    const { data } = await page.refetch();
    return { free: data?.times.map(hourOf), gone: data?.gone.map(hourOf) };
  };
  expect(await look(MONDAY)).toEqual({ free: ["09:00", "10:00"], gone: [] });
  expect(await look(TUESDAY)).toEqual({ free: ["15:00"], gone: [] });
  expect(await look(MONDAY)).toEqual({ free: ["09:00", "10:00"], gone: [] });
  FREE[MONDAY] = ["09:00"];
  expect(await look(MONDAY)).toEqual({ free: ["09:00"], gone: ["10:00"] });
  expect(await look(TUESDAY)).toEqual({ free: ["15:00"], gone: [] });
  client.clear();
});

const hourOf = ({ local }: TimeBody) => local.slice(11);
