import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";
import { parseLogSearch, parseStockSearch } from "./search";

const stock = createRoute({
  getParentRoute: () => staff,
  path: "/stock",
  validateSearch: parseStockSearch,
  component: lazy(() => import("./StockPage"), "StockPage"),
});
const log = createRoute({
  getParentRoute: () => staff,
  path: "/log",
  validateSearch: parseLogSearch,
  component: lazy(() => import("./LogPage"), "LogPage"),
});
const low = createRoute({
  getParentRoute: () => staff,
  path: "/low",
  component: lazy(() => import("./LowPage"), "LowPage"),
});

export default [stock, log, low] as const;
