import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const OrdersPage = lazy(() => import("./OrdersPage"), "OrdersPage");
const OrderPage = lazy(() => import("./OrderPage"), "OrderPage");

export default [
  page(root, "/orders", OrdersPage),
  page(root, "/orders/$orderId", OrderPage),
] as const;
