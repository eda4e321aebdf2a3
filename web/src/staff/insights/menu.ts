import { inMenu } from "../desk/inMenu";

export default inMenu(
  "insights",
  { to: "/staff/statistics", label: "stats.title" },
  { to: "/staff/trade", label: "trade.title" },
  { to: "/staff/studio-figures", label: "sessions.title" },
  { to: "/staff/experiments", label: "experiments.title" },
  { to: "/staff/booking-demand", label: "demand.title" },
);
