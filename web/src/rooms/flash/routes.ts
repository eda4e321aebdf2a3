import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const SalesPage = lazy(() => import("./SalesPage"), "SalesPage");
const SalePage = lazy(() => import("./SalePage"), "SalePage");

export default [
  page(root, "/flash-sales", SalesPage),
  page(root, "/flash-sales/$saleId", SalePage),
] as const;
