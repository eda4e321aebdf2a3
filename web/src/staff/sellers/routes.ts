import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const SellersPage = lazy(() => import("./SellersPage"), "SellersPage");
const SellerPage = lazy(() => import("./SellerPage"), "SellerPage");
const PayoutsPage = lazy(() => import("./PayoutsPage"), "PayoutsPage");
const CommissionPage = lazy(() => import("./CommissionPage"), "CommissionPage");

export default [
  page(staff, "/sellers", SellersPage),
  page(staff, "/sellers/$sellerId", SellerPage),
  page(staff, "/payouts", PayoutsPage),
  page(staff, "/commission", CommissionPage),
] as const;
