import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { day, searchOf, text } from "../../base/search";
import { staff } from "../desk/route";

const CampaignsPage = lazy(() => import("./CampaignsPage"), "CampaignsPage");

const PromotionsPage = lazy(() => import("./PromotionsPage"), "PromotionsPage");
const NewPromotionPage = lazy(() => import("./NewPromotionPage"), "NewPromotionPage");

const ReportPage = lazy(() => import("./ReportPage"), "ReportPage");

export default [
  page(staff, "/campaigns", CampaignsPage),
  page(staff, "/promotions", PromotionsPage),
  page(staff, "/promotions/new", NewPromotionPage, searchOf({ group: text })),
  page(staff, "/promotions/report", ReportPage, searchOf({ from: day, to: day })),
] as const;
