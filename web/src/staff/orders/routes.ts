import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";
import { parseOrderSearch } from "./search";

const reservations = createRoute({
  getParentRoute: () => staff,
  path: "/reservations",
  component: lazy(() => import("./ReservationsPage"), "ReservationsPage"),
});
const staffOrders = createRoute({
  getParentRoute: () => staff,
  path: "/orders",
  validateSearch: parseOrderSearch,
  component: lazy(() => import("./OrderListPage"), "OrderListPage"),
});
const staffOrder = createRoute({
  getParentRoute: () => staff,
  path: "/orders/$orderId",
  component: lazy(() => import("./StaffOrderPage"), "StaffOrderPage"),
});

export default [reservations, staffOrders, staffOrder] as const;
