import { afterEach, beforeEach, expect, it, vi } from "vitest";

const VARIANT = "v1";
let version = 10;
let quantity = 1;
let asked: string[] = [];
let refuse = false;

function answer() {
  const product = { id: "p1", handle: "p", name: "P", imageUrl: null, onSale: true };
  const item = {
    id: VARIANT,
    productId: "p1",
    variantId: VARIANT,
    product,
    options: {},
    quantity,
    price: 5,
    priceBefore: null,
    currency: "EUR",
    subtotal: 5 * quantity,
    available: 9,
    changes: [],
  };
  return { items: quantity > 0 ? [item] : [], itemsCount: quantity, version };
}

/** A shop that does what it is asked, in the order in which it is asked. */
async function shop(path: string, init: RequestInit = {}) {
  asked.push(`${init.method ?? "GET"} ${path.split("?")[0]} ${init.body ?? ""}`.trim());
  await Promise.resolve();
  if (init.method && refuse) return new Response('{"code":"insufficient-stock"}', { status: 409 });
  if (init.method === "PUT") quantity = JSON.parse(String(init.body)).quantity;
  if (init.method === "DELETE") quantity = 0;
  if (init.method === "POST") quantity += JSON.parse(String(init.body)).quantity;
  if (init.method) version += 1;
  return new Response(JSON.stringify(answer()));
}

beforeEach(() => {
  [version, quantity, asked, refuse] = [10, 1, [], false];
  vi.resetModules();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", { languages: ["en-US"], onLine: true });
  vi.stubGlobal("fetch", shop);
});
afterEach(() => vi.unstubAllGlobals());

const shown = (cart: readonly { quantity: number }[]) => cart.map((line) => line.quantity);

it("shows a change at once and makes the last one asked for last", async () => {
  const { askCart, readCart, setQuantities } = await import("./store");
  expect(shown(await askCart())).toEqual([1]);
  const changes = [2, 3, 4].map((count) => setQuantities([[VARIANT, count]]));
  expect(shown(readCart())).toEqual([4]);
  await Promise.all(changes);
  expect(asked.slice(1)).toEqual([2, 3, 4].map((n) => `PUT /api/cart/items/v1 {"quantity":${n}}`));
  expect(shown(readCart())).toEqual([4]);
});

it("asks for what differs alone, and nothing where nothing does", async () => {
  const { askCart, changeCart, readCart } = await import("./store");
  await askCart();
  await changeCart((cart) => cart);
  expect(asked).toHaveLength(1);
  await changeCart(() => []);
  expect(asked.slice(1)).toEqual(["DELETE /api/cart/items/v1"]);
  expect(readCart()).toEqual([]);
});

it("an answer that is older than what is known changes nothing", async () => {
  const { addToCart, askCart, readCart, takeCart } = await import("./store");
  await askCart();
  const before = answer();
  await addToCart({ productId: "p1", variantId: VARIANT, quantity: 2 }, "a-key");
  expect(shown(readCart())).toEqual([3]);
  takeCart(before as never);
  expect(shown(readCart())).toEqual([3]);
});

it("a change that is refused is told, and the others go on", async () => {
  const { askCart, setQuantities } = await import("./store");
  await askCart();
  refuse = true;
  await expect(setQuantities([[VARIANT, 99]])).rejects.toMatchObject({
    code: "insufficient-stock",
  });
  refuse = false;
  await setQuantities([[VARIANT, 2]]);
  expect(shown(await askCart())).toEqual([2]);
});

it("without a network the cart is what it was, and says that nothing was changed", async () => {
  const { askCart, readCart, setQuantities } = await import("./store");
  await askCart();
  vi.stubGlobal("navigator", { languages: ["en-US"], onLine: false });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  await expect(setQuantities([[VARIANT, 2]])).rejects.toThrow();
  expect(shown(readCart())).toEqual([1]);
  await expect(setQuantities([[VARIANT, 0]])).rejects.toThrow();
  expect(shown(readCart())).toEqual([1]);
});
