import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";
import { parseStatSearch } from "./search";

const statistics = createRoute({
  getParentRoute: () => staff,
  path: "/statistics",
  validateSearch: parseStatSearch,
  component: lazy(() => import("./StatisticsPage"), "StatisticsPage"),
});

export default [statistics] as const;
