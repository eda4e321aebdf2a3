import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { root } from "../../base/root";

const wishes = createRoute({
  getParentRoute: () => root,
  path: "/wishes",
  component: lazy(() => import("./WishesPage"), "WishesPage"),
});

export default [wishes] as const;
