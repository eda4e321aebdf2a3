import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const FlashSalesPage = lazy(() => import("./FlashSalesPage"), "FlashSalesPage");

export default [page(staff, "/flash-sales", FlashSalesPage)] as const;
