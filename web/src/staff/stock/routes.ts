import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { oneOf, searchOf } from "../../base/search";
import { staff } from "../desk/route";
import { readLogSearch, readStockSearch } from "./search";
import { WHICH_TRANSFERS } from "./transfers";

const stock = lazy(() => import("./StockPage"), "StockPage");
const log = lazy(() => import("./LogPage"), "LogPage");
const locations = lazy(() => import("./LocationsPage"), "LocationsPage");
const transfers = lazy(() => import("./TransfersPage"), "TransfersPage");
const preorders = lazy(() => import("./PreordersPage"), "PreordersPage");
const low = lazy(() => import("./LowPage"), "LowPage");

export default [
  page(staff, "/stock", stock, readStockSearch),
  page(staff, "/log", log, readLogSearch),
  page(staff, "/low", low),
  page(staff, "/locations", locations),
  page(staff, "/preorders", preorders),
  page(staff, "/transfers", transfers, searchOf({ which: oneOf(WHICH_TRANSFERS) })),
] as const;
