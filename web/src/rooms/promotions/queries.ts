import { queryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import { listQuery } from "../../base/api/queries";
import type {
  CampaignAnswer,
  CampaignBody,
  CampaignsAnswer,
  CouponsAnswer,
} from "../../base/api/schema";
import { ownAnswers, useSession } from "../../base/session";
import { useLatest } from "../../live/channel";
import { liveCampaigns } from "./live";

ownAnswers("coupons", "mine");

/** Numbers that came with an answer are as absolute as those of the feed. */
export function learnCampaigns(seen: readonly CampaignBody[]): void {
  liveCampaigns.take(
    seen.map(({ id, remaining, version }) => ({ campaignId: id, remaining, version })),
  );
}

export const campaignsQuery = listQuery<CampaignsAnswer>(
  ["coupons", "campaigns"],
  "/coupon-campaigns",
  { limit: 20 },
  (page) => learnCampaigns(page.campaigns),
);

export function campaignQuery(campaignId: string) {
  return queryOptions({
    queryKey: ["coupons", "campaigns", campaignId],
    queryFn: async ({ signal }) => {
      const path = `/coupon-campaigns/${encodeURIComponent(campaignId)}`;
      const { campaign } = await get<CampaignAnswer>(path, {}, signal);
      learnCampaigns([campaign]);
      return campaign;
    },
  });
}

const myCouponsQuery = listQuery<CouponsAnswer>(
  ["coupons", "mine"],
  "/coupons",
  { limit: 50 },
  (page) => learnCampaigns(page.coupons.map((coupon) => coupon.campaign)),
);

/** The visitor's coupons, newest first; nothing is asked while nobody is logged in. */
export function useMyCoupons() {
  const loggedIn = Boolean(useSession()?.user);
  const query = useInfiniteQuery({ ...myCouponsQuery, staleTime: 0, enabled: loggedIn });
  return { ...query, coupons: query.data?.pages.flatMap((page) => page.coupons) ?? [] };
}

/** What is left of the campaign at this moment. */
export function useRemaining(campaign: CampaignBody): number {
  const state = useLatest(liveCampaigns, campaign.id);
  return state && state.version > campaign.version ? state.remaining : campaign.remaining;
}
