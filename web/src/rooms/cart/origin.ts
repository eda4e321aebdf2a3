import type { OrderShown } from "../../base/api/schema";
import { digest } from "./cart";

type Lines = readonly Pick<OrderShown["items"][number], "variantId" | "quantity">[];

/** What a hold was for, as far as its buyer can go back to it: the cart, "Buy now" beside it, a
 * flash sale, a time, or something that was never in the cart (an offer, a package). */
export type Origin = "cart" | "direct" | "sale" | "booking" | "elsewhere";

export function originOf(
  order: { bookingId: string | null; flashSaleId: string | null; items: Lines },
  cart: Lines,
  beside: Lines,
): Origin {
  const { bookingId, flashSaleId, items } = order;
  if (flashSaleId) return "sale";
  if (bookingId) return "booking";
  if (items.length === 0) return "elsewhere";
  if (digest(beside) === digest(items)) return "direct";
  const there = new Map(cart.map(({ variantId, quantity }) => [variantId, quantity]));
  const still = items.every((item) => (there.get(item.variantId) ?? 0) >= item.quantity);
  return still ? "cart" : "elsewhere";
}
