import { leadsMenu } from "../desk/inMenu";

export default leadsMenu(
  "settings",
  { to: "/staff/settings", label: "settings.title" },
  { to: "/staff/policies", label: "policies.title" },
  { to: "/staff/start", label: "start.title" },
);
