import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const CampaignsPage = lazy(() => import("./CampaignsPage"), "CampaignsPage");

export default [page(staff, "/campaigns", CampaignsPage)] as const;
