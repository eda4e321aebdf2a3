import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const CampaignsPage = lazy(() => import("./CampaignsPage"), "CampaignsPage");

const PromotionsPage = lazy(() => import("./PromotionsPage"), "PromotionsPage");
const NewPromotionPage = lazy(() => import("./NewPromotionPage"), "NewPromotionPage");

export default [
  page(staff, "/campaigns", CampaignsPage),
  page(staff, "/promotions", PromotionsPage),
  page(staff, "/promotions/new", NewPromotionPage),
] as const;
