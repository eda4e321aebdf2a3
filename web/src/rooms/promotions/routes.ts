import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { root } from "../../base/root";

const coupons = createRoute({
  getParentRoute: () => root,
  path: "/coupons",
  component: lazy(() => import("./CouponsPage"), "CouponsPage"),
});
const campaign = createRoute({
  getParentRoute: () => root,
  path: "/coupons/$campaignId",
  component: lazy(() => import("./CampaignPage"), "CampaignPage"),
});

export default [coupons, campaign] as const;
