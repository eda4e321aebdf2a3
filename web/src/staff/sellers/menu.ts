import { inMenu } from "../desk/inMenu";

export default inMenu(
  "customers",
  { to: "/staff/sellers", label: "sellers.title" },
  { to: "/staff/payouts", label: "payouts.title" },
  { to: "/staff/commission", label: "commission.title" },
);
