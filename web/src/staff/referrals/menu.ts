import { inMenu } from "../desk/inMenu";

export default inMenu("marketing", {
  to: "/staff/referrals",
  label: "referrals.settings",
  reads: "GET /api/staff/referrals",
  writes: ["PUT /api/staff/referrals/program"],
});
