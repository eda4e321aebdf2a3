import { inMenu } from "../desk/inMenu";

export default inMenu("customers", {
  to: "/staff/conversations",
  label: "messages.title",
  reads: "GET /api/staff/conversations",
  writes: ["POST /api/staff/conversations/{conversation_id}/messages"],
});
