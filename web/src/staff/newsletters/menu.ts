import { inMenu } from "../desk/inMenu";

export default inMenu("marketing", {
  to: "/staff/newsletters",
  label: "newsletters.title",
  reads: "GET /api/staff/newsletters",
  writes: ["POST /api/staff/newsletters"],
});
