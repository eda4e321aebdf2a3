import { afterEach, beforeEach, expect, it, vi } from "vitest";

const ORDER = "theirs";
let orderStatus = 200;

async function shop(path: string) {
  const gone = path.startsWith("/api/orders/") && orderStatus !== 200;
  return new Response("{}", { status: gone ? orderStatus : 200 });
}

beforeEach(() => {
  orderStatus = 200;
  vi.resetModules();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", { languages: ["en-US"], onLine: true });
  vi.stubGlobal("fetch", shop);
});
afterEach(() => vi.unstubAllGlobals());

/** Goods are held in this browser, and a payment for them was begun. */
async function held() {
  const hold = await import("../rooms/cart/hold");
  const { keepTry, tryOf } = await import("../rooms/cart/tried");
  const until = new Date(Date.now() + 60_000).toISOString();
  const named = { orderId: ORDER, reservationId: "r", number: "1", expiresAt: until };
  hold.writeHold({ ...named, digest: "goods", lines: [{ variantId: "v", quantity: 1 }] });
  keepTry({ orderId: ORDER, reservationId: "r", paymentId: "p" });
  return { ...hold, left: () => [hold.readHold()?.orderId, tryOf(ORDER)?.paymentId] };
}

it("who logs out leaves nothing held to whoever comes next; who logs in takes it along", async () => {
  const { left } = await held();
  const { become, logout } = await import("../rooms/people/signIn");
  await become();
  expect(left()).toEqual([ORDER, "p"]);
  await logout();
  expect(left()).toEqual([undefined, undefined]);
});

it("what is held for an order that nobody here has is forgotten", async () => {
  const { left } = await held();
  const { orderQuery } = await import("../rooms/orders/queries");
  const { queryClient } = await import("../base/api/queries");
  orderStatus = 404;
  await expect(queryClient.fetchQuery(orderQuery("another"))).rejects.toThrow();
  expect(left()).toEqual([ORDER, "p"]);
  await expect(queryClient.fetchQuery(orderQuery(ORDER))).rejects.toThrow();
  expect(left()).toEqual([undefined, undefined]);
});

it("whoever is here after somebody finds none of their answers in the cache", async () => {
  await Promise.all([
    import("../rooms/conversations/queries"),
    import("../rooms/wishes/queries"),
    import("../rooms/booking/seriesQueries"),
    import("../rooms/mail/MailChoices"),
    import("../rooms/waiting/GoodsLine"),
    import("../rooms/policies/analytics"),
  ]);
  const { queryClient } = await import("../base/api/queries");
  const { forgetVisitor } = await import("../base/session");
  const own = [
    "conversations",
    "wishes",
    "series",
    "mail-preferences",
    "waiting",
    "analytics-choice",
  ];
  for (const key of own) queryClient.setQueryData([key, "one"], "theirs");
  queryClient.setQueryData(["products"], "everybody's");
  forgetVisitor();
  expect(own.filter((key) => queryClient.getQueryData([key, "one"]))).toEqual([]);
  expect(queryClient.getQueryData(["products"])).toBe("everybody's");
});
