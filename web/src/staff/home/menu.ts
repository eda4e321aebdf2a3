import { inMenu } from "../desk/inMenu";

export default inMenu("insights", {
  to: "/staff",
  label: "staffHome.title",
  reads: "GET /api/staff/home",
  writes: [],
});
