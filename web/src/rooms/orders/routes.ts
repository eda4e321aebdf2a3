import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { root } from "../../base/root";

const orders = createRoute({
  getParentRoute: () => root,
  path: "/orders",
  component: lazy(() => import("./OrdersPage"), "OrdersPage"),
});
const order = createRoute({
  getParentRoute: () => root,
  path: "/orders/$orderId",
  component: lazy(() => import("./OrderPage"), "OrderPage"),
});

export default [orders, order] as const;
