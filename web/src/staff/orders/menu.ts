import { inMenu } from "../desk/inMenu";

export default inMenu(
  "orders",
  { to: "/staff/orders", label: "staffOrder.title" },
  { to: "/staff/reservations", label: "staff.reservations" },
);
