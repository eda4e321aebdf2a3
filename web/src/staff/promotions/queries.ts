import { infiniteQueryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { StaffCampaignPage } from "../../base/api/types";
import { learnCampaigns } from "../../rooms/promotions/queries";
import { ROWS } from "../desk/search";

export const staffCampaignsQuery = infiniteQueryOptions({
  queryKey: ["staff", "campaigns"],
  initialPageParam: "",
  queryFn: async ({ pageParam, signal }) => {
    const page = await get<StaffCampaignPage>(
      "/staff/coupon-campaigns",
      { cursor: pageParam, limit: ROWS },
      signal,
    );
    learnCampaigns(page.campaigns);
    return page;
  },
  getNextPageParam: (page) => page.nextCursor,
});
