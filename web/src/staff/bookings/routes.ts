import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { day, oneOf, searchOf, words } from "../../base/search";
import { staff } from "../desk/route";
import { STATUSES } from "./queries";

const RequestsPage = lazy(() => import("./RequestsPage"), "RequestsPage");
const BookingListPage = lazy(() => import("./BookingListPage"), "BookingListPage");

export default [
  page(
    staff,
    "/bookings",
    BookingListPage,
    searchOf({ q: words, status: oneOf(STATUSES), from: day }),
  ),
  page(staff, "/booking-requests", RequestsPage),
] as const;
