import { queryOptions } from "@tanstack/react-query";
import { get, insist, newKey, patch, post } from "../../base/api/client";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type {
  AddressBody,
  CardsAnswer,
  PackageShown,
  PriceAnswer,
  RepeatBody,
  RepeatChangeAsked,
  RepeatOfferBody,
  RepeatsAnswer,
} from "../../base/api/schema";
import { ownAnswers } from "../../base/session";
import { typed } from "../addresses/queries";

const KEY = "repeat-orders";

ownAnswers(KEY);

/** How often a product may be ordered again and again. */
export function repeatOfferQuery(productId: string) {
  return queryOptions({
    queryKey: ["repeat-offer", productId],
    queryFn: ({ signal }) =>
      get<RepeatOfferBody>(`/products/${encodeURIComponent(productId)}/repeats`, {}, signal),
    staleTime: 60_000,
    retry: false,
  });
}

/** How often what is repeated may be ordered. */
export function intervalsQuery({ items, package: prepaid }: Pick<RepeatBody, "items" | "package">) {
  const [first] = items;
  return queryOptions({
    queryKey: ["repeat-intervals", prepaid?.id ?? first?.productId],
    queryFn: async ({ signal }) => {
      if (prepaid)
        return (await get<PackageShown>(`/packages/${prepaid.id}`, {}, signal)).repeatEvery;
      const path = `/products/${encodeURIComponent(first?.productId ?? "")}/repeats`;
      return (await get<RepeatOfferBody>(path, {}, signal)).intervals;
    },
    staleTime: 60_000,
    retry: false,
  });
}

export const ownRepeats = (locale: string) =>
  listQuery<RepeatsAnswer>([KEY, "list", locale], "/repeat-orders", { limit: 20, locale });

export const ownRepeat = (id: string, locale: string) =>
  answerQuery<RepeatBody>([KEY, "one", id, locale], addressOf(id), { locale });

export type RepeatAct = "pause" | "resume" | "end";

export async function actOn(id: string, what: RepeatAct, key: string): Promise<RepeatBody> {
  return insist<RepeatBody>(`${addressOf(id)}/${what}`, {}, key);
}

/** Leaves that day out, if it is the next one still. */
export async function skipDay(id: string, day: string, key: string): Promise<RepeatBody> {
  return insist<RepeatBody>(`${addressOf(id)}/skip`, { nextOn: day }, key);
}

/** That day is the next again, if it was the last that was left out. */
export async function unskipDay(id: string, day: string, key: string): Promise<RepeatBody> {
  return insist<RepeatBody>(`${addressOf(id)}/unskip`, { day }, key);
}

export function changeRepeat(id: string, asked: Partial<RepeatChangeAsked>): Promise<RepeatBody> {
  return patch<RepeatBody>(addressOf(id), asked);
}

export interface Line {
  productId: string;
  variantId: string;
  quantity: number;
}

/** What these cost each time (`every` null: once), delivery too, and the ways to deliver them: by the server's sums. */
export function repeatedPrice(
  items: Line[],
  every: string | null,
  to?: AddressBody | null,
  method?: string | null,
) {
  const asked = {
    items: items.map(({ productId, variantId, quantity }) => ({ productId, variantId, quantity })),
    ...(method ? { shippingMethod: method } : {}),
    ...(every ? { repeatEvery: every } : {}),
    ...(to ? { shippingAddress: typed(to) } : {}),
  };
  return queryOptions({
    queryKey: ["price", "repeated", asked],
    queryFn: () => post<PriceAnswer>("/quote", asked, newKey()),
    staleTime: 60_000,
    retry: false,
  });
}

/** One's own that are kept, as the account shows them. */
export const keptCards = answerQuery<CardsAnswer>(["cards"], "/cards");

export const renewRepeats = () => renew([KEY]);

function addressOf(id: string): string {
  return `/repeat-orders/${encodeURIComponent(id)}`;
}
