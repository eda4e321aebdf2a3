import { leadsMenu } from "../desk/inMenu";

export default leadsMenu(
  "orders",
  {
    to: "/staff/orders",
    label: "staffOrder.title",
    reads: "GET /api/staff/orders",
    writes: ["POST /api/staff/orders", "POST /api/staff/orders/{order_id}/refund"],
  },
  {
    to: "/staff/reservations",
    label: "staff.reservations",
    reads: "GET /api/staff/reservations",
    writes: ["POST /api/staff/orders/{order_id}/cancel"],
  },
);
