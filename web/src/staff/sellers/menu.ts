import { inMenu } from "../desk/inMenu";

export default inMenu(
  "customers",
  { to: "/staff/sellers", label: "sellers.title", reads: "GET /api/staff/sellers" },
  { to: "/staff/payouts", label: "payouts.title", reads: "GET /api/staff/payouts" },
  { to: "/staff/commission", label: "commission.title", reads: "GET /api/staff/commission" },
);
