import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { PolicyPage } from "./PolicyPage";

const AnalyticsPage = lazy(() => import("./AnalyticsPage"), "AnalyticsPage");

export default [
  page(root, "/policies/$policy", PolicyPage),
  page(root, "/analytics", AnalyticsPage),
] as const;
