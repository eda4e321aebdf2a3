import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import { answerQuery, queryClient, sessionQuery } from "../../base/api/queries";
import type { QuoteAnswer } from "../../base/api/schema";
import { useSession } from "../../base/session";
import { type Cart, digest } from "../cart/cart";
import { type CouponWish, readCouponWish, useCouponWish } from "../cart/coupon";
import { readHold, useHold } from "../cart/hold";

/** What the goods cost, and what each coupon of the visitor's takes off: the server's own sums. An
 * open order of ours is given up for them, so its coupon counts as free. */
function quoteQuery(cart: Cart, insteadOf: string | null) {
  return queryOptions({
    queryKey: ["coupons", "mine", "quote", digest(cart), insteadOf],
    queryFn: () => {
      const items = cart.map(({ productId, variantId, quantity }) => ({
        productId,
        variantId,
        quantity,
      }));
      return post<QuoteAnswer>(
        "/orders/quote",
        { items, ...(insteadOf ? { insteadOf } : {}) },
        newKey(),
      );
    },
    staleTime: 10_000,
    retry: false,
  });
}

/** The same of an order that is not paid, which may change its coupon still. */
export function orderQuoteQuery(orderId: string) {
  const path = `/orders/${encodeURIComponent(orderId)}/coupons`;
  const query = answerQuery<QuoteAnswer>(["coupons", "mine", "of-order", orderId], path);
  return { ...query, staleTime: 0, retry: false };
}

/** The coupon that is used by this wish: the one named if it can be, else the best there is. */
export function couponOf(quote: QuoteAnswer | undefined, wish: CouponWish): string | null {
  if (!quote || wish === "none") return null;
  const named = quote.coupons.some(({ coupon }) => coupon.id === wish);
  return named ? wish : quote.bestCouponId;
}

interface Chosen {
  quote: QuoteAnswer | undefined;
  couponId: string | null;
  saving: number;
}

/** What the cart costs with the coupon of choice; nothing is asked while nobody is logged in. */
export function useQuote(cart: Cart): Chosen {
  const loggedIn = Boolean(useSession()?.user);
  const wish = useCouponWish();
  const open = useHold();
  const { data } = useQuery({
    ...quoteQuery(cart, open && !open.fromWallet ? open.orderId : null),
    enabled: loggedIn && cart.length > 0,
    placeholderData: keepPreviousData,
  });
  const couponId = couponOf(data, wish);
  return { quote: data, couponId, saving: savingOf(data, couponId) };
}

export function savingOf(quote: QuoteAnswer | undefined, couponId: string | null): number {
  return quote?.coupons.find(({ coupon }) => coupon.id === couponId)?.saving ?? 0;
}

/** The coupon to hold these goods with. Without an answer none is used: it can be chosen later. */
export async function couponFor(cart: Cart): Promise<string | null> {
  const wish = readCouponWish();
  if (wish === "none" || !queryClient.getQueryData(sessionQuery.queryKey)?.user) return null;
  const open = readHold();
  const query = quoteQuery(cart, open && !open.fromWallet ? open.orderId : null);
  const quote = await queryClient.fetchQuery(query).catch(() => undefined);
  if (quote) return couponOf(quote, wish);
  return wish;
}
