import { inMenu } from "../desk/inMenu";

export default inMenu("system", {
  to: "/staff/stuck",
  label: "stuck.title",
  reads: "GET /api/staff/stuck",
  writes: ["POST /api/staff/stuck"],
});
