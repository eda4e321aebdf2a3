import { answerQuery, listQuery } from "../../base/api/queries";
import type {
  PromotionReport,
  PromotionsAnswer,
  StaffCampaignsAnswer,
} from "../../base/api/schema";
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

export const promotionReportQuery = (days: { from?: string; to?: string }) =>
  answerQuery<PromotionReport>(
    ["staff", "promotions", "report", days],
    "/staff/promotions/report",
    days,
  );
