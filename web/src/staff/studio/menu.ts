import { inMenu } from "../desk/inMenu";

export default inMenu("studio", {
  to: "/staff/resources",
  label: "studio.title",
  reads: "GET /api/staff/resources",
  writes: ["PUT /api/staff/resources/{resource_id}"],
});
