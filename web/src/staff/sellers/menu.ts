import { inMenu } from "../desk/inMenu";

export default inMenu(
  "customers",
  {
    to: "/staff/sellers",
    label: "sellers.title",
    reads: "GET /api/staff/sellers",
    writes: [
      "PUT /api/staff/sellers/{seller_id}",
      "PUT /api/staff/sellers/{seller_id}/payout-account",
    ],
  },
  {
    to: "/staff/payouts",
    label: "payouts.title",
    reads: "GET /api/staff/payouts",
    writes: ["POST /api/staff/payouts/{payout_id}/paid"],
  },
  {
    to: "/staff/commission",
    label: "commission.title",
    reads: "GET /api/staff/commission",
    writes: ["POST /api/staff/commission"],
  },
);
