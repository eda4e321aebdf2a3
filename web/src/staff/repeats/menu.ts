import { inMenu } from "../desk/inMenu";

export default inMenu("orders", {
  to: "/staff/repeat-orders",
  label: "repeats.mine",
  reads: "GET /api/staff/repeat-orders",
  writes: ["POST /api/staff/repeat-orders/{repeat_id}/end"],
});
