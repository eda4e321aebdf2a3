import { inMenu } from "../desk/inMenu";

export default inMenu("orders", {
  to: "/staff/fraud",
  label: "fraud.title",
  reads: "GET /api/staff/fraud",
  writes: ["POST /api/staff/fraud/{order_id}/release"],
});
