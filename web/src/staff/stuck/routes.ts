import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";
import { parseStuckSearch } from "./queries";

const stuck = createRoute({
  getParentRoute: () => staff,
  path: "/stuck",
  validateSearch: parseStuckSearch,
  component: lazy(() => import("./StuckPage"), "StuckPage"),
});

export default [stuck] as const;
