import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { oneOf, searchOf } from "../../base/search";
import { staff } from "../desk/route";
import { WHICH } from "./queries";

const ReturnsPage = lazy(() => import("./ReturnsPage"), "ReturnsPage");
const ReturnPage = lazy(() => import("./ReturnPage"), "ReturnPage");

export default [
  page(staff, "/returns", ReturnsPage, searchOf({ status: oneOf(WHICH) })),
  page(staff, "/returns/$returnId", ReturnPage),
] as const;
