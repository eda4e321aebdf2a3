import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { readTrade } from "../../rooms/selling/trade";
import { staff } from "../desk/route";
import { readStatSearch } from "./search";
import { readSessionSearch } from "./sessions";

const StatisticsPage = lazy(() => import("./StatisticsPage"), "StatisticsPage");
const TradePage = lazy(() => import("./TradePage"), "TradePage");
const StudioFiguresPage = lazy(() => import("./StudioFiguresPage"), "StudioFiguresPage");

export default [
  page(staff, "/statistics", StatisticsPage, readStatSearch),
  page(staff, "/trade", TradePage, readTrade),
  page(staff, "/studio-figures", StudioFiguresPage, readSessionSearch),
] as const;
