import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { readTrade } from "../../rooms/selling/trade";
import { staff } from "../desk/route";
import { readDemandSearch } from "./demand";
import { readStatSearch } from "./search";
import { readSessionSearch } from "./sessions";

const StatisticsPage = lazy(() => import("./StatisticsPage"), "StatisticsPage");
const TradePage = lazy(() => import("./TradePage"), "TradePage");
const StudioFiguresPage = lazy(() => import("./StudioFiguresPage"), "StudioFiguresPage");
const RepeatFiguresPage = lazy(() => import("./RepeatFiguresPage"), "RepeatFiguresPage");
const DemandPage = lazy(() => import("./DemandPage"), "DemandPage");

export default [
  page(staff, "/statistics", StatisticsPage, readStatSearch),
  page(staff, "/trade", TradePage, readTrade),
  page(staff, "/studio-figures", StudioFiguresPage, readSessionSearch),
  page(staff, "/booking-demand", DemandPage, readDemandSearch),
  page(staff, "/repeat-figures", RepeatFiguresPage, readDemandSearch),
] as const;
