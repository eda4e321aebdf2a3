import { inMenu } from "../desk/inMenu";

export default inMenu(
  "studio",
  { to: "/staff/bookings", label: "staffBooking.title" },
  { to: "/staff/booking-requests", label: "asked.title" },
  { to: "/staff/dues", label: "dues.title" },
  { to: "/staff/why-no-time", label: "noTime.title" },
);
