import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { PolicyPage } from "./PolicyPage";
import { WrittenPage } from "./WrittenPage";

const AnalyticsPage = lazy(() => import("./AnalyticsPage"), "AnalyticsPage");

export default [
  page(root, "/policies/$policy", PolicyPage),
  page(root, "/pages/$slug", WrittenPage),
  page(root, "/analytics", AnalyticsPage),
] as const;
