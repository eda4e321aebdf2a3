import { Channel } from "../../live/channel";

/** What is left of a coupon campaign, as `campaign:update` tells it. */
interface CampaignState {
  campaignId: string;
  remaining: number;
  version: number;
}

export const liveCampaigns = new Channel<CampaignState>({
  watch: "campaigns",
  event: "campaign",
  list: "campaigns",
  idOf: ({ campaignId }) => campaignId,
  most: 100,
});
