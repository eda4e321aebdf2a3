import { inMenu } from "../desk/inMenu";

export default inMenu("customers", {
  to: "/staff/reviews",
  label: "staffReviews.title",
  reads: "GET /api/staff/reviews",
  writes: ["POST /api/staff/reviews"],
});
