import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const StaffHomePage = lazy(() => import("./StaffHomePage"), "StaffHomePage");

export default [page(staff, "/", StaffHomePage)] as const;
