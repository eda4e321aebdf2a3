import { inMenu } from "../desk/inMenu";

export default inMenu(
  "orders",
  {
    to: "/staff/packages",
    label: "offers.title",
    reads: "GET /api/staff/packages",
    writes: ["PUT /api/staff/packages/{package_id}"],
  },
  {
    to: "/staff/prepaid",
    label: "grants.title",
    reads: "GET /api/staff/prepaid",
    writes: [
      "POST /api/staff/prepaid/{grant_id}/freeze",
      "POST /api/staff/prepaid",
      "POST /api/staff/prepaid/{grant_id}/return",
    ],
  },
  { to: "/staff/liability", label: "owed.title", reads: "GET /api/staff/liability", writes: [] },
);
