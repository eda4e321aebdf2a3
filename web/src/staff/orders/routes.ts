import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { searchOf, text } from "../../base/search";
import { staff } from "../desk/route";
import { readOrderSearch } from "./search";

const ReservationsPage = lazy(() => import("./ReservationsPage"), "ReservationsPage");
const OrderListPage = lazy(() => import("./OrderListPage"), "OrderListPage");
const TakeOrderPage = lazy(() => import("./TakeOrderPage"), "TakeOrderPage");
const StaffOrderPage = lazy(() => import("./StaffOrderPage"), "StaffOrderPage");

export default [
  page(staff, "/reservations", ReservationsPage),
  page(staff, "/orders", OrderListPage, readOrderSearch),
  page(staff, "/orders/new", TakeOrderPage, searchOf({ client: text })),
  page(staff, "/orders/$orderId", StaffOrderPage),
] as const;
