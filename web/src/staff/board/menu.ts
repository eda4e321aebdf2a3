import { inMenu } from "../desk/inMenu";

export default inMenu("studio", {
  to: "/staff/board",
  label: "board.title",
  reads: "GET /api/staff/board",
  writes: ["POST /api/studio/bookings/hold"],
});
