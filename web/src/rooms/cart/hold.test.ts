import { afterEach, expect, it, vi } from "vitest";

afterEach(() => vi.unstubAllGlobals());

it("asks anew each time an order is given back, and repeats one asking under its key", async () => {
  const keys: (string | null)[] = [];
  const statuses = [503, 200, 200];
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", { languages: ["ru-RU"], onLine: true });
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    const said = new Headers(init.headers);
    keys.push(said.get("Idempotency-Key"));
    expect(said.get("Accept-Language")).toBe("ru");
    return new Response("{}", { status: statuses[keys.length - 1] });
  });
  const { giveBack } = await import("./hold");
  await giveBack("an-order");
  await giveBack("an-order");
  const [first, repeated, second] = keys;
  expect(keys).toHaveLength(3);
  expect(repeated).toBe(first);
  expect(second).not.toBe(first);
});
