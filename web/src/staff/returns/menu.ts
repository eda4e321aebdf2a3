import { inMenu } from "../desk/inMenu";

export default inMenu("orders", {
  to: "/staff/returns",
  label: "staffReturn.title",
  reads: "GET /api/staff/returns",
});
