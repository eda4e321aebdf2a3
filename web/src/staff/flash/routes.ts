import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const FlashSalesPage = lazy(() => import("./FlashSalesPage"), "FlashSalesPage");
const SaleMonitorPage = lazy(() => import("./SaleMonitorPage"), "SaleMonitorPage");

export default [
  page(staff, "/flash-sales", FlashSalesPage),
  page(staff, "/flash-sales/$saleId", SaleMonitorPage),
] as const;
