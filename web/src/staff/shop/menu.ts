import { leadsMenu } from "../desk/inMenu";

export default leadsMenu(
  "settings",
  {
    to: "/staff/settings",
    label: "settings.title",
    reads: "GET /api/staff/settings",
    writes: ["PATCH /api/staff/settings"],
  },
  {
    to: "/staff/policies",
    label: "policies.title",
    reads: "GET /api/staff/policies",
    writes: ["PUT /api/staff/policies/{policy}/{locale}"],
  },
  {
    to: "/staff/pages",
    label: "writtenPages.title",
    reads: "GET /api/staff/pages",
    writes: ["PUT /api/staff/pages/{slug}"],
  },
  {
    to: "/staff/redirects",
    label: "redirects.title",
    reads: "GET /api/staff/redirects",
    writes: ["PUT /api/staff/redirects"],
  },
  {
    to: "/staff/start",
    label: "start.title",
    reads: "GET /api/staff/first-steps",
    writes: ["PATCH /api/staff/settings"],
  },
);
