import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { day, oneOf, searchOf, text, words } from "../../base/search";
import { staff } from "../desk/route";
import { GALLERY_STATUSES, STATUSES, WHENS } from "./queries";

const RequestsPage = lazy(() => import("./RequestsPage"), "RequestsPage");
const BookForPage = lazy(() => import("./BookForPage"), "BookForPage");
const BookingListPage = lazy(() => import("./BookingListPage"), "BookingListPage");
const WhyPage = lazy(() => import("./WhyPage"), "WhyPage");
const DuesPage = lazy(() => import("./DuesPage"), "DuesPage");

const GalleriesPage = lazy(() => import("./GalleriesPage"), "GalleriesPage");

export default [
  page(
    staff,
    "/bookings",
    BookingListPage,
    searchOf({ q: words, status: oneOf(STATUSES), from: day }),
  ),
  page(
    staff,
    "/book",
    BookForPage,
    searchOf({ service: text, day, who: text, client: text, booked: text }),
  ),
  page(staff, "/booking-requests", RequestsPage),
  page(staff, "/dues", DuesPage, searchOf({ q: words, when: oneOf(WHENS) })),
  page(staff, "/galleries", GalleriesPage, searchOf({ q: words, status: oneOf(GALLERY_STATUSES) })),
  page(staff, "/why-no-time", WhyPage, searchOf({ service: text, who: text, day })),
] as const;
