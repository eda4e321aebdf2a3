import { inMenu } from "../desk/inMenu";

export default inMenu(
  "orders",
  { to: "/staff/packages", label: "offers.title" },
  { to: "/staff/prepaid", label: "grants.title" },
  { to: "/staff/liability", label: "owed.title" },
);
