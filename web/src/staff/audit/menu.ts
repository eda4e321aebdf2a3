import { inMenu } from "../desk/inMenu";

export default inMenu("system", {
  to: "/staff/audit",
  label: "audit.title",
  reads: "GET /api/staff/audit",
  writes: [],
});
