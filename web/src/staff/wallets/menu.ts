import { inMenu } from "../desk/inMenu";

export default inMenu("customers", {
  to: "/staff/wallets",
  label: "staff.wallets",
  reads: "GET /api/staff/users/{user_id}/wallets",
  writes: ["POST /api/staff/wallets/{wallet_id}/corrections"],
});
