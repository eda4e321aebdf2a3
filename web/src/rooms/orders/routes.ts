import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { oneOf, searchOf } from "../../base/search";
import { readOwnSearch } from "./search";

const OrdersPage = lazy(() => import("./OrdersPage"), "OrdersPage");
const OrderPage = lazy(() => import("./OrderPage"), "OrderPage");
const OrderByLink = lazy(() => import("./OrderByLink"), "OrderByLink");

export default [
  page(root, "/orders", OrdersPage, readOwnSearch),
  page(root, "/order", OrderByLink),
  // `payment=left`: back from a provider's page without having paid.
  page(root, "/orders/$orderId", OrderPage, searchOf({ payment: oneOf(["left"] as const) })),
] as const;
