import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";
import { readLogSearch, readStockSearch } from "./search";

const stock = lazy(() => import("./StockPage"), "StockPage");
const log = lazy(() => import("./LogPage"), "LogPage");
const locations = lazy(() => import("./LocationsPage"), "LocationsPage");
const low = lazy(() => import("./LowPage"), "LowPage");

export default [
  page(staff, "/stock", stock, readStockSearch),
  page(staff, "/log", log, readLogSearch),
  page(staff, "/low", low),
  page(staff, "/locations", locations),
] as const;
