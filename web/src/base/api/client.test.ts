import { afterEach, expect, it, vi } from "vitest";
import { insist } from "./client";

afterEach(() => vi.unstubAllGlobals());

it("an answer that is cut off is asked for again under its key", async () => {
  const keys: (string | null)[] = [];
  vi.stubGlobal("navigator", { languages: ["en-US"], onLine: true });
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    keys.push(new Headers(init.headers).get("Idempotency-Key"));
    const cut = new ReadableStream({ pull: (body) => body.error(new TypeError("cut off")) });
    return keys.length === 1 ? new Response(cut) : new Response('{"paid":true}');
  });
  expect(await insist("/payments", {}, "once")).toEqual({ paid: true });
  expect(keys).toEqual(["once", "once"]);
});
