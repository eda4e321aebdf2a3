import { afterEach, expect, it, vi } from "vitest";
import { copied } from "./copy";

afterEach(() => void vi.unstubAllGlobals());

it("what a browser lets no page copy is not said to be copied", async () => {
  vi.stubGlobal("navigator", {});
  expect(await copied("https://shop.example/pay/1")).toBe(false);
  const forbidden = { writeText: () => Promise.reject(new Error("forbidden")) };
  vi.stubGlobal("navigator", { clipboard: forbidden });
  expect(await copied("https://shop.example/pay/1")).toBe(false);
});

it("what is copied is", async () => {
  const taken: string[] = [];
  const clipboard = { writeText: async (text: string) => void taken.push(text) };
  vi.stubGlobal("navigator", { clipboard });
  expect(await copied("https://shop.example/pay/1")).toBe(true);
  expect(taken).toEqual(["https://shop.example/pay/1"]);
});
