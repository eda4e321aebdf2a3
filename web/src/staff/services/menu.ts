import { inMenu } from "../desk/inMenu";

export default inMenu("studio", {
  to: "/staff/services",
  label: "services.title",
  reads: "GET /api/staff/services",
  writes: ["PUT /api/staff/services/{service_id}"],
});
