import { inMenu } from "../desk/inMenu";

export default inMenu(
  "orders",
  { to: "/staff/packages", label: "offers.title", reads: "GET /api/staff/packages" },
  { to: "/staff/prepaid", label: "grants.title", reads: "GET /api/staff/prepaid" },
  { to: "/staff/liability", label: "owed.title", reads: "GET /api/staff/liability" },
);
