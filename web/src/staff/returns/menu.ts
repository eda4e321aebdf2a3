import { inMenu } from "../desk/inMenu";

export default inMenu("orders", {
  to: "/staff/returns",
  label: "staffReturn.title",
  reads: "GET /api/staff/returns",
  writes: [
    "POST /api/staff/returns/{return_id}/approve",
    "POST /api/staff/returns/{return_id}/inspect",
  ],
});
