import { inMenu } from "../desk/inMenu";

export default inMenu(
  "insights",
  { to: "/staff/statistics", label: "stats.title", reads: "GET /api/staff/statistics", writes: [] },
  { to: "/staff/trade", label: "trade.title", reads: "GET /api/staff/trade", writes: [] },
  {
    to: "/staff/studio-figures",
    label: "sessions.title",
    reads: "GET /api/staff/studio-figures",
    writes: [],
  },
  {
    to: "/staff/experiments",
    label: "experiments.title",
    reads: "GET /api/staff/experiments",
    writes: ["PUT /api/staff/experiments/{experiment_id}"],
  },
  {
    to: "/staff/booking-demand",
    label: "demand.title",
    reads: "GET /api/staff/booking-demand",
    writes: [],
  },
  {
    to: "/staff/repeat-figures",
    label: "repeatFigures.title",
    reads: "GET /api/staff/repeat-figures",
    writes: [],
  },
);
