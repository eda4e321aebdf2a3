import { inMenu } from "../desk/inMenu";

export default inMenu(
  "settings",
  { to: "/staff/settings", label: "settings.title" },
  { to: "/staff/policies", label: "policies.title" },
  { to: "/staff/start", label: "start.title" },
);
