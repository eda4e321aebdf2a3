import { inMenu } from "../desk/inMenu";

export default inMenu("customers", {
  to: "/staff/conversations",
  label: "messages.title",
  reads: "GET /api/staff/conversations",
});
