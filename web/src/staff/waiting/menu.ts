import { inMenu } from "../desk/inMenu";

export default inMenu("products", {
  to: "/staff/waiting",
  label: "staffLine.title",
  reads: "GET /api/staff/waiting",
  writes: ["POST /api/staff/waiting/places/{place_id}/remove"],
});
