import { inMenu } from "../desk/inMenu";

export default inMenu(
  "orders",
  {
    to: "/staff/payments",
    label: "payReport.title",
    reads: "GET /api/staff/payment-report",
    writes: ["PUT /api/staff/receipts/{receipt_id}/by-hand"],
  },
  { to: "/staff/books", label: "books.title", reads: "GET /api/staff/books", writes: [] },
  { to: "/staff/disputes", label: "disputes.title", reads: "GET /api/staff/disputes", writes: [] },
);
