import { inMenu } from "../desk/inMenu";

export default inMenu(
  "studio",
  { to: "/staff/clients", label: "clients.title" },
  { to: "/staff/requests", label: "requests.title" },
);
