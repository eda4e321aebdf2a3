import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { leftSearch } from "../../base/left";
import { page, root } from "../../base/root";
import { searchOf } from "../../base/search";
import { readOwnSearch } from "./search";

const OrdersPage = lazy(() => import("./OrdersPage"), "OrdersPage");
const OrderPage = lazy(() => import("./OrderPage"), "OrderPage");
const OrderByLink = lazy(() => import("./OrderByLink"), "OrderByLink");
const MoveByLink = lazy(() => import("./MoveByLink"), "MoveByLink");
const SendBackByLink = lazy(() => import("./SendBackByLink"), "SendBackByLink");

export default [
  page(root, "/orders", OrdersPage, readOwnSearch),
  page(root, "/order", OrderByLink),
  page(root, "/order/move", MoveByLink),
  page(root, "/order/return", SendBackByLink),
  page(root, "/orders/$orderId", OrderPage, searchOf(leftSearch)),
] as const;
