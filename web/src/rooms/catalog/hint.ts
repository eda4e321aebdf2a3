import { queryOptions } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import type { PriceAnswer } from "../../base/api/schema";
import { ownAnswers } from "../../base/session";

// A member's price is nobody else's.
ownAnswers("price");

export interface Of {
  productId: string;
  variantId: string;
  quantity: number;
}

/** What it costs whoever looks to have so many of it, delivery too: the server's own sum. */
export function hintQuery(of: Of, locale: string) {
  return queryOptions({
    queryKey: ["price", "hint", of, locale],
    queryFn: () => post<PriceAnswer>("/quote", { items: [of] }, newKey()),
    staleTime: 60_000,
    retry: false,
  });
}
