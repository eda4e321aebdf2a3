import { expect, it, vi } from "vitest";

vi.stubGlobal("window", new EventTarget());
const { joined } = await import("./waiting");

const one = (variantId: string) => ({ productId: "p", variantId, handle: "h", name: "N" });

it("what the server kept and what this tab waits for are waited for once each", () => {
  expect(joined([one("a"), one("b")], [one("b"), one("c")])).toEqual([
    { ...one("b"), before: true },
    { ...one("c"), before: true },
    one("a"),
  ]);
});
