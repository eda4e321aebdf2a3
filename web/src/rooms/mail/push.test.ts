import { expect, it, vi } from "vitest";

vi.stubGlobal("window", new EventTarget());
const { isOfKey } = await import("./push");

it("a browser that subscribed with another key than the shop's is not told", () => {
  const made = new Uint8Array([4, 251, 255, 190, 1]).buffer;
  expect(isOfKey(made, "BPv_vgE")).toBe(true);
  expect(isOfKey(made, "BPv_vgF")).toBe(false);
  expect(isOfKey(made, null)).toBe(false);
  expect(isOfKey(null, "")).toBe(false);
});
