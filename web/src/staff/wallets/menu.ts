import { inMenu } from "../desk/inMenu";

export default inMenu("customers", {
  to: "/staff/wallets",
  label: "staff.wallets",
  reads: "GET /api/staff/users/{user_id}/wallets",
});
