import { inMenu } from "../desk/inMenu";

export default inMenu(
  "system",
  { to: "/staff/jobs", label: "staffMenu.jobs" },
  { to: "/staff/deliveries", label: "staffMenu.deliveries" },
  { to: "/staff/letters", label: "staffMenu.letters" },
);
