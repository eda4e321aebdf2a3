import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";

const campaigns = createRoute({
  getParentRoute: () => staff,
  path: "/campaigns",
  component: lazy(() => import("./CampaignsPage"), "CampaignsPage"),
});

export default [campaigns] as const;
