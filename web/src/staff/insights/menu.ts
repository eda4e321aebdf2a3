import { inMenu } from "../desk/inMenu";

export default inMenu(
  "insights",
  { to: "/staff/statistics", label: "stats.title", reads: "GET /api/staff/statistics" },
  { to: "/staff/trade", label: "trade.title", reads: "GET /api/staff/trade" },
  { to: "/staff/studio-figures", label: "sessions.title", reads: "GET /api/staff/studio-figures" },
  { to: "/staff/experiments", label: "experiments.title", reads: "GET /api/staff/experiments" },
  { to: "/staff/booking-demand", label: "demand.title", reads: "GET /api/staff/booking-demand" },
);
