import { inMenu } from "../desk/inMenu";

export default inMenu(
  "products",
  { to: "/staff/stock", label: "staff.stock", reads: "GET /api/staff/variants" },
  { to: "/staff/low", label: "staff.low", reads: "GET /api/staff/alerts" },
  { to: "/staff/log", label: "staff.log", reads: "GET /api/staff/stock-log" },
  { to: "/staff/transfers", label: "transfers.title", reads: "GET /api/staff/transfers" },
  { to: "/staff/locations", label: "locations.title", reads: "GET /api/staff/locations" },
);
