import { leadsMenu } from "../desk/inMenu";

export default leadsMenu(
  "orders",
  { to: "/staff/orders", label: "staffOrder.title", reads: "GET /api/staff/orders" },
  { to: "/staff/reservations", label: "staff.reservations", reads: "GET /api/staff/reservations" },
);
