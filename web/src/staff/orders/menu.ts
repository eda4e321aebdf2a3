import { leadsMenu } from "../desk/inMenu";

export default leadsMenu(
  "orders",
  { to: "/staff/orders", label: "staffOrder.title" },
  { to: "/staff/reservations", label: "staff.reservations" },
);
