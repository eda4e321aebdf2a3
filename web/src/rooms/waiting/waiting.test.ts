import { expect, it, vi } from "vitest";

vi.stubGlobal("window", new EventTarget());
const { joined } = await import("./waiting");

const wish = (variantId: string) => ({ productId: "p", variantId, handle: "h", name: "N" });

it("what the server kept and what this tab waits for are waited for once each", () => {
  expect(joined([wish("a"), wish("b")], [wish("b"), wish("c")])).toEqual([
    { ...wish("b"), before: true },
    { ...wish("c"), before: true },
    wish("a"),
  ]);
});
