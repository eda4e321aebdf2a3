import { afterEach, expect, it, vi } from "vitest";

import type { OrderShown } from "../../base/api/schema";

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

it("is held until the time that the order says, and is not entered again after it", async () => {
  const { readHold, settleHold, writeHold } = await import("./hold");
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const named = { reservationId: "r", number: "AB", digest: "goods", lines: [] };
  writeHold({ ...named, orderId: "o", expiresAt: at(15) });
  const order = { id: "o", status: "pending", awaits: "payment" } as unknown as OrderShown;
  settleHold({ ...order, id: "another", expiresAt: at(-1) });
  expect(readHold()?.orderId).toBe("o");
  settleHold({ ...order, expiresAt: at(20) });
  expect(Date.parse(readHold()?.expiresAt ?? "")).toBeGreaterThan(Date.now() + 16 * 60_000);
  settleHold({ ...order, expiresAt: at(-1) });
  expect(readHold()).toBeNull();
});
