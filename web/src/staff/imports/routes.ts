import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { searchOf, text } from "../../base/search";
import { staff } from "../desk/route";

const ImportPage = lazy(() => import("./ImportPage"), "ImportPage");

export default [page(staff, "/import", ImportPage, searchOf({ id: text }))] as const;
