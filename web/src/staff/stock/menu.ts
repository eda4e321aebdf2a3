import { inMenu } from "../desk/inMenu";

export default inMenu(
  "products",
  {
    to: "/staff/stock",
    label: "staff.stock",
    reads: "GET /api/staff/variants",
    writes: ["POST /api/staff/variants/{variant_id}/stock"],
  },
  {
    to: "/staff/low",
    label: "staff.low",
    reads: "GET /api/staff/alerts",
    writes: ["POST /api/staff/variants/{variant_id}/stock"],
  },
  { to: "/staff/log", label: "staff.log", reads: "GET /api/staff/stock-log", writes: [] },
  {
    to: "/staff/transfers",
    label: "transfers.title",
    reads: "GET /api/staff/transfers",
    writes: ["POST /api/staff/transfers"],
  },
  {
    to: "/staff/preorders",
    label: "preorders.title",
    reads: "GET /api/staff/preorders",
    writes: ["PUT /api/staff/variants/{variant_id}/preorder"],
  },
  {
    to: "/staff/locations",
    label: "locations.title",
    reads: "GET /api/staff/locations",
    writes: ["PUT /api/staff/locations/{location_id}"],
  },
);
