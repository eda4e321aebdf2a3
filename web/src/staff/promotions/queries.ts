import { listQuery } from "../../base/api/queries";
import type { StaffCampaignPage } from "../../base/api/types";
import { learnCampaigns } from "../../rooms/promotions/queries";
import { ROWS } from "../desk/search";

export const staffCampaignsQuery = listQuery<StaffCampaignPage>(
  ["staff", "campaigns"],
  "/staff/coupon-campaigns",
  { limit: ROWS },
  (page) => learnCampaigns(page.campaigns),
);
