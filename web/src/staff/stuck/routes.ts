import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";
import { readStuckSearch } from "./search";

const StuckPage = lazy(() => import("./StuckPage"), "StuckPage");

export default [page(staff, "/stuck", StuckPage, readStuckSearch)] as const;
