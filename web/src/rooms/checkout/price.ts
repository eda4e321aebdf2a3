import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import type { PriceAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Kept } from "../../base/kept";
import { onOtherVisitor, ownAnswers } from "../../base/session";
import { type Cart, digest, itemsOf, totals } from "../cart/cart";

/** What the visitor chose beside the goods, for this visit: a code, and a way to deliver. */
interface PriceWish {
  promoCode: string;
  /** At the till of which currency the code was typed: at another one it is none. */
  codeFor: string;
  method: string | null;
}

/** What an order is asked for with, beside its goods; `expectedTotal` is what was shown. */
export interface PriceChoice {
  couponId: string | null;
  promoCode: string;
  method: string | null;
  expectedTotal?: number;
}

const NONE: PriceWish = { promoCode: "", codeFor: "", method: null };
const wish = new Kept<PriceWish>("holdfast.price", {
  storage: () => sessionStorage,
  parse: (text) => ({ ...NONE, ...(JSON.parse(text ?? "{}") as Partial<PriceWish>) }),
  text: (next) => (next.promoCode || next.method ? JSON.stringify(next) : null),
});

const wishIn = (all: PriceWish, currency: string): PriceWish =>
  all.codeFor === "" || all.codeFor === currency ? all : { ...all, promoCode: "" };

/** For goods of that currency. */
export const readPriceWish = (currency: string) => wishIn(wish.read(), currency);
export const usePriceWish = (currency: string) => wishIn(wish.use(), currency);
export function wishPrice(next: Partial<PriceWish>): void {
  wish.write({ ...wish.read(), ...next });
}

onOtherVisitor(() => wishPrice(NONE));
ownAnswers("price");

/** The total that was shown last in each currency, and of what: another one at the till must be
 * accepted. */
const shown = new Kept<Record<string, { name: string; total: number }>>("holdfast.shownTotals", {
  storage: () => sessionStorage,
  parse: (text) => JSON.parse(text ?? "{}"),
  text: JSON.stringify,
});

export const currencyOf = (cart: Cart) => cart[0]?.currency ?? "";

/** Names what was chosen beside the goods. */
export function choiceName({ couponId, promoCode, method }: PriceChoice): string {
  return [couponId, promoCode, method].filter(Boolean).join(" ");
}

/** Names what is priced: the same goods, chosen the same way. */
export function priceName(cart: Cart, choice: PriceChoice): string {
  return [digest(cart), choiceName(choice)].filter(Boolean).join(" ");
}

export function showTotal(cart: Cart, choice: PriceChoice, total: number): void {
  const name = priceName(cart, choice);
  const currency = currencyOf(cart);
  const known = shown.read()[currency];
  if (known?.name === name && known.total === total) return;
  shown.write({ ...shown.read(), [currency]: { name, total } });
}

/** What was shown of it, if it was. */
export function shownTotal(cart: Cart, choice: PriceChoice): number | undefined {
  const known = shown.read()[currencyOf(cart)];
  return known?.name === priceName(cart, choice) ? known.total : undefined;
}

/** As a request carries it. */
export function bodyOf({ couponId, promoCode, method, expectedTotal }: PriceChoice) {
  return {
    ...(couponId ? { couponId } : {}),
    ...(promoCode && !couponId ? { promoCode } : {}),
    ...(method ? { shippingMethod: method } : {}),
    ...(expectedTotal === undefined ? {} : { expectedTotal }),
  };
}

function priceQuery(cart: Cart, choice: PriceChoice, locale: string) {
  return queryOptions({
    queryKey: ["price", priceName(cart, choice), locale],
    queryFn: async () => {
      try {
        const asked = { items: itemsOf(cart), ...bodyOf(choice) };
        return await post<PriceAnswer>("/quote", asked, newKey());
      } catch (error) {
        // The shop does not deliver that way any more: as it does for who chose nothing.
        if (asProblem(error).code === "shipping-unknown") wishPrice({ method: null });
        throw error;
      }
    },
    staleTime: 10_000,
    retry: false,
  });
}

/** What the cart costs with this coupon and what else was chosen: the server's own sum. Nothing
 * while it is not known, for a cart of several currencies, and in a shop where it is the sum of its
 * lines. */
export function usePrice(cart: Cart, couponId: string | null) {
  const { locale } = useLanguage();
  const { promoCode, method } = usePriceWish(currencyOf(cart));
  const choice: PriceChoice = { couponId, promoCode: couponId ? "" : promoCode, method };
  const uses = useQuery(configQuery).data?.uses;
  const charges = uses?.charges ?? false;
  const { data, isPlaceholderData } = useQuery({
    ...priceQuery(cart, choice, locale),
    enabled: charges && totals(cart).length === 1,
    placeholderData: keepPreviousData,
  });
  const price = charges ? data : undefined;
  /** Whether the total stands: there is nothing to ask, or it was answered. */
  const stands = uses !== undefined && (charges ? price !== undefined && !isPlaceholderData : true);
  return { price, stands, choice };
}

/** Whether the shop has codes to type. */
export function useHasCodes(): boolean {
  return useQuery(configQuery).data?.uses.promoCodes ?? false;
}
