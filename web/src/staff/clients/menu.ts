import { inMenu } from "../desk/inMenu";

export default inMenu(
  "studio",
  { to: "/staff/clients", label: "clients.title", reads: "GET /api/staff/clients" },
  { to: "/staff/requests", label: "requests.title", reads: "GET /api/staff/client-requests" },
);
