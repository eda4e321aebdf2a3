import { inMenu } from "../desk/inMenu";

export default inMenu(
  "customers",
  { to: "/staff/mails", label: "mails.title" },
  { to: "/staff/mails/templates", label: "mails.templates" },
);
