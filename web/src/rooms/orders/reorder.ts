import { newKey } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { OrderShown } from "../../base/api/schema";
import { addToCart, askCart } from "../cart/store";

type Item = OrderShown["items"][number];

/** What became of a line that is wanted again: `fewer` of it, `gone`, or at another price. */
export interface Again {
  item: Item;
  added: number;
  /** Of one now, where that is not what it was. */
  price?: number;
}

/** Puts into the cart what can be had of an order, line by line. Throws what is no answer to one
 * line: that the shop cannot be reached. */
export async function orderAgain(order: Pick<OrderShown, "items" | "currency">): Promise<Again[]> {
  const done: Again[] = [];
  for (const item of order.items) done.push({ item, added: await added(item) });
  const cart = new Map((await askCart()).map((line) => [line.variantId, line]));
  return done.map((one) => {
    const line = cart.get(one.item.variantId);
    const other = line && line.currency === order.currency && line.price !== one.item.price;
    return one.added > 0 && other ? { ...one, price: line.price } : one;
  });
}

/** How many of it are in the cart by this: as many as there are, if they are fewer. */
async function added(item: Item): Promise<number> {
  const { productId, variantId } = item;
  let quantity = item.quantity;
  while (quantity > 0) {
    try {
      await addToCart({ productId, variantId, quantity }, newKey());
      return quantity;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status !== 409 && problem.status !== 404 && problem.status !== 422) throw problem;
      const left = problem.body.shortages?.find((each) => each.variantId === variantId)?.available;
      quantity = left !== undefined && left < quantity ? left : 0;
    }
  }
  return 0;
}
