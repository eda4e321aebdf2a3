import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";
import { parseStuckSearch } from "./queries";

const StuckPage = lazy(() => import("./StuckPage"), "StuckPage");

export default [page(staff, "/stuck", StuckPage, parseStuckSearch)] as const;
