import { inMenu } from "../desk/inMenu";

export default inMenu(
  "customers",
  {
    to: "/staff/mails",
    label: "mails.title",
    reads: "GET /api/staff/mails",
    writes: ["POST /api/staff/stuck"],
  },
  {
    to: "/staff/mails/templates",
    label: "mails.templates",
    reads: "GET /api/staff/mail-templates",
    writes: ["PUT /api/staff/mail-templates/{kind}/{locale}"],
  },
);
