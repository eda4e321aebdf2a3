import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const SearchWordsPage = lazy(() => import("./SearchWordsPage"), "SearchWordsPage");

export default [page(staff, "/search", SearchWordsPage)] as const;
