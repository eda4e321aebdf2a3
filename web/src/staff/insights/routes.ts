import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";
import { readStatSearch } from "./search";

const StatisticsPage = lazy(() => import("./StatisticsPage"), "StatisticsPage");

export default [page(staff, "/statistics", StatisticsPage, readStatSearch)] as const;
