import { inMenu } from "../desk/inMenu";

export default inMenu(
  "studio",
  {
    to: "/staff/clients",
    label: "clients.title",
    reads: "GET /api/staff/clients",
    writes: ["PUT /api/staff/clients/{client_id}"],
  },
  {
    to: "/staff/requests",
    label: "requests.title",
    reads: "GET /api/staff/client-requests",
    writes: ["PUT /api/staff/client-requests/{request_id}"],
  },
);
