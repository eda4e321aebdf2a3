import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { OrderShown } from "../../base/api/schema";
import type { Cart } from "../cart/cart";

const CART = [{ productId: "p", variantId: "v", quantity: 1 }] as unknown as Cart;
let asked: Record<string, unknown>[] = [];

/** A shop that does not bring these goods by express. */
async function shop(_path: string, init: RequestInit): Promise<Response> {
  const body = JSON.parse(String(init.body)) as Record<string, unknown>;
  asked.push(body);
  if (body.shippingMethod === "express")
    return Response.json({ code: "shipping-unknown", status: 422 }, { status: 422 });
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const made = { orderId: "o", reservationId: "r", number: "1", expiresAt };
  return Response.json(made);
}

beforeEach(() => {
  asked = [];
  vi.resetModules();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", { languages: ["en-US"], onLine: true });
  vi.stubGlobal("fetch", shop);
});
afterEach(() => vi.unstubAllGlobals());

it("what was chosen at the till finds its own hold, and is asked for again once that ended", async () => {
  const { chosenAtTill, enterAsWished } = await import("./enter");
  const { wishPrice } = await import("./price");
  const { writeHold } = await import("../cart/hold");
  await enterAsWished(CART, "en", false);
  wishPrice({ method: "courier" });
  chosenAtTill({ id: "o", reservationId: "r2", couponId: null } as OrderShown);
  expect((await enterAsWished(CART, "en", false)).reservationId).toBe("r2");
  expect(asked).toHaveLength(1);
  writeHold(null);
  await enterAsWished(CART, "en", false);
  expect(asked.map(({ shippingMethod }) => shippingMethod)).toEqual([undefined, "courier"]);
});

it("a way to deliver that was chosen for other goods keeps nobody from buying these", async () => {
  const { enterAsWished } = await import("./enter");
  const { readPriceWish, wishPrice } = await import("./price");
  wishPrice({ method: "express" });
  expect((await enterAsWished(CART, "en", true)).orderId).toBe("o");
  expect(asked.map(({ shippingMethod }) => shippingMethod)).toEqual(["express", undefined]);
  expect(readPriceWish("EUR").method).toBeNull();
});
