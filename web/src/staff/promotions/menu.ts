import { inMenu } from "../desk/inMenu";

export default inMenu(
  "marketing",
  { to: "/staff/campaigns", label: "staff.campaigns" },
  { to: "/staff/promotions", label: "promo.title" },
);
