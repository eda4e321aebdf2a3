import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";
import { readAuditSearch } from "./search";

const AuditPage = lazy(() => import("./AuditPage"), "AuditPage");

export default [page(staff, "/audit", AuditPage, readAuditSearch)] as const;
