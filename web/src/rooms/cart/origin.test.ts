import { expect, it } from "vitest";
import { originOf } from "./origin";

const goods = (variantId: string, quantity = 1) => ({ variantId, quantity });
const order = (...items: { variantId: string; quantity: number }[]) => ({
  bookingId: null,
  flashSaleId: null,
  items,
});

it("a hold leads back to the cart only while all of it is in there", () => {
  const cart = [goods("mug", 2), goods("lamp")];
  expect(originOf(order(goods("mug", 2)), cart, [])).toBe("cart");
  expect(originOf(order(goods("mug", 3)), cart, [])).toBe("elsewhere");
  expect(originOf(order(goods("mug"), goods("sofa")), cart, [])).toBe("elsewhere");
  expect(originOf(order(goods("mug")), [], [])).toBe("elsewhere");
});

it("what was bought beside the cart is bought so again", () => {
  expect(originOf(order(goods("mug")), [goods("mug")], [goods("mug")])).toBe("direct");
  expect(originOf(order(goods("mug", 2)), [], [goods("mug")])).toBe("elsewhere");
});

it("what was held of a flash sale is held there again, whatever lies in the cart", () => {
  const held = { ...order(goods("mug")), flashSaleId: "s" };
  expect(originOf(held, [goods("mug")], [goods("mug")])).toBe("sale");
});

it("a package was never in the cart, and a time is none of its goods", () => {
  expect(originOf(order(), [goods("mug")], [])).toBe("elsewhere");
  const time = { bookingId: "b", flashSaleId: null, items: [goods("mug")] };
  expect(originOf(time, [goods("mug")], [])).toBe("booking");
});
