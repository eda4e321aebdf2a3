import { inMenu } from "../desk/inMenu";

export default inMenu(
  "marketing",
  {
    to: "/staff/campaigns",
    label: "staff.campaigns",
    reads: "GET /api/staff/coupon-campaigns",
    writes: ["POST /api/staff/coupon-campaigns"],
  },
  {
    to: "/staff/promotions",
    label: "promo.title",
    reads: "GET /api/staff/promotions",
    writes: ["POST /api/staff/promotions"],
  },
);
