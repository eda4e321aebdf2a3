import { leadsMenu } from "../desk/inMenu";

export default leadsMenu(
  "customers",
  {
    to: "/staff/people",
    label: "people.title",
    reads: "GET /api/staff/people",
    writes: ["POST /api/staff/people"],
  },
  {
    to: "/staff/regulars",
    label: "regulars.title",
    reads: "GET /api/staff/regulars",
    writes: [],
  },
);
