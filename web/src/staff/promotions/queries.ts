import { listQuery } from "../../base/api/queries";
import type { PromotionsAnswer, StaffCampaignsAnswer } from "../../base/api/schema";
import { learnCampaigns } from "../../rooms/promotions/queries";
import { ROWS } from "../desk/search";

export const staffCampaignsQuery = listQuery<StaffCampaignsAnswer>(
  ["staff", "campaigns"],
  "/staff/coupon-campaigns",
  { limit: ROWS },
  (page) => learnCampaigns(page.campaigns),
);

export const staffPromotionsQuery = listQuery<PromotionsAnswer>(
  ["staff", "promotions"],
  "/staff/promotions",
  { limit: ROWS },
);
