import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const CouponsPage = lazy(() => import("./CouponsPage"), "CouponsPage");
const CampaignPage = lazy(() => import("./CampaignPage"), "CampaignPage");

export default [
  page(root, "/coupons", CouponsPage),
  page(root, "/coupons/$campaignId", CampaignPage),
] as const;
