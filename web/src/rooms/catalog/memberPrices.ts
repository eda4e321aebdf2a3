import { queryOptions, useQuery } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { MemberPriceShown, MemberPricesAnswer } from "../../base/api/schema";
import { useSession } from "../../base/session";
import { useUses } from "../../base/shop";
import { together } from "./together";

/** Products that one request may name. */
const MOST = 100;

const priceOf = together(async (ids: string[]) => {
  const { prices } = await get<MemberPricesAnswer>("/member-prices", { ids: ids.join(",") });
  return new Map(prices.map((one) => [one.productId, one]));
}, MOST);

function memberPriceQuery(productId: string) {
  return queryOptions({
    queryKey: ["price", "member", productId],
    queryFn: async () => (await priceOf(productId)) ?? null,
    staleTime: 60_000,
    retry: false,
  });
}

/** What one of it costs whoever is logged in, where a group of theirs pays less; null: what it costs
 * everybody. All cards of a page ask once together, and nobody asks where no group pays less. */
export function useMemberPrice(productId: string): MemberPriceShown | null {
  const uses = useUses().memberPrices;
  const session = useSession();
  const enabled = uses && session !== undefined && !session.guest;
  const { data } = useQuery({ ...memberPriceQuery(productId), enabled });
  return enabled ? (data ?? null) : null;
}
