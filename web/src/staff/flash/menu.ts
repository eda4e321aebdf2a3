import { inMenu } from "../desk/inMenu";

export default inMenu("marketing", {
  to: "/staff/flash-sales",
  label: "flash.title",
  reads: "GET /api/staff/flash-sales",
  writes: ["POST /api/staff/flash-sales"],
});
