import { inMenu } from "../desk/inMenu";

export default inMenu(
  "studio",
  {
    to: "/staff/bookings",
    label: "staffBooking.title",
    reads: "GET /api/staff/bookings",
    writes: ["POST /api/staff/bookings/{booking_id}/change"],
  },
  {
    to: "/staff/booking-requests",
    label: "asked.title",
    reads: "GET /api/staff/booking-requests",
    writes: ["POST /api/staff/booking-requests/{booking_id}/agree"],
  },
  {
    to: "/staff/dues",
    label: "dues.title",
    reads: "GET /api/staff/dues",
    writes: ["POST /api/staff/bookings/{booking_id}/remind"],
  },
  {
    to: "/staff/galleries",
    label: "galleryList.title",
    reads: "GET /api/staff/galleries",
    writes: [],
  },
  {
    to: "/staff/why-no-time",
    label: "noTime.title",
    reads: "GET /api/staff/slots/why",
    writes: [],
  },
);
