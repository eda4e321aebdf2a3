import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { leftSearch } from "../../base/left";
import { page, root } from "../../base/root";
import { day, searchOf, text } from "../../base/search";

const BookPage = lazy(() => import("./BookPage"), "BookPage");
const BookingsPage = lazy(() => import("./BookingsPage"), "BookingsPage");
const CalendarPage = lazy(() => import("./CalendarPage"), "CalendarPage");
const OneBookingPage = lazy(() => import("./OneBookingPage"), "OneBookingPage");
const SeriesPage = lazy(() => import("./SeriesPage"), "SeriesPage");
const SharedPage = lazy(() => import("./SharedPage"), "SharedPage");
const StudiosPage = lazy(() => import("./StudiosPage"), "StudiosPage");

export default [
  page(
    root,
    "/book",
    BookPage,
    searchOf({ service: text, day, at: text, move: text, who: text, studio: text, near: text }),
  ),
  page(root, "/bookings", BookingsPage),
  page(root, "/bookings/calendar", CalendarPage),
  page(root, "/bookings/$bookingId", OneBookingPage),
  page(root, "/series/$seriesId", SeriesPage, searchOf(leftSearch)),
  page(root, "/shared", SharedPage),
  page(root, "/studios", StudiosPage),
] as const;
