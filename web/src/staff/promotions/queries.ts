import { listQuery } from "../../base/api/queries";
import type { StaffCampaignsAnswer } from "../../base/api/schema";
import { learnCampaigns } from "../../rooms/promotions/queries";
import { ROWS } from "../desk/search";

export const staffCampaignsQuery = listQuery<StaffCampaignsAnswer>(
  ["staff", "campaigns"],
  "/staff/coupon-campaigns",
  { limit: ROWS },
  (page) => learnCampaigns(page.campaigns),
);
