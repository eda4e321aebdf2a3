import { inMenu } from "../desk/inMenu";

export default inMenu("products", {
  to: "/staff/purchases",
  label: "purchase.title",
  reads: "GET /api/staff/purchases",
  writes: ["POST /api/staff/purchases"],
});
