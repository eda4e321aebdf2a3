import { inMenu } from "../desk/inMenu";

export default inMenu(
  "orders",
  { to: "/staff/payments", label: "payReport.title" },
  { to: "/staff/books", label: "books.title" },
  { to: "/staff/disputes", label: "disputes.title" },
);
