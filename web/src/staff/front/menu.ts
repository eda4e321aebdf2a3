import { inMenu } from "../desk/inMenu";

export default inMenu("settings", {
  to: "/staff/home-page",
  label: "front.title",
  reads: "GET /api/staff/home-page",
  writes: ["PUT /api/staff/home-page"],
});
