import { inMenu } from "../desk/inMenu";

export default inMenu(
  "studio",
  { to: "/staff/bookings", label: "staffBooking.title", reads: "GET /api/staff/bookings" },
  { to: "/staff/booking-requests", label: "asked.title", reads: "GET /api/staff/booking-requests" },
  { to: "/staff/dues", label: "dues.title", reads: "GET /api/staff/dues" },
  { to: "/staff/galleries", label: "galleryList.title", reads: "GET /api/staff/galleries" },
  { to: "/staff/why-no-time", label: "noTime.title", reads: "GET /api/staff/slots/why" },
);
