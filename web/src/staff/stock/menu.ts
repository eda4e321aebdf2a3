import { inMenu } from "../desk/inMenu";

export default inMenu(
  "products",
  { to: "/staff/stock", label: "staff.stock" },
  { to: "/staff/low", label: "staff.low" },
  { to: "/staff/log", label: "staff.log" },
  { to: "/staff/transfers", label: "transfers.title" },
  { to: "/staff/locations", label: "locations.title" },
);
