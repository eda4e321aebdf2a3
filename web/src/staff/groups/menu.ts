import { inMenu } from "../desk/inMenu";

export default inMenu("customers", {
  to: "/staff/groups",
  label: "groups.title",
  reads: "GET /api/staff/customer-groups",
  writes: ["POST /api/staff/customer-groups"],
});
