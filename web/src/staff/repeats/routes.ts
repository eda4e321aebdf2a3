import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { oneOf, searchOf, text } from "../../base/search";
import { staff } from "../desk/route";
import { STATES } from "./queries";

const RepeatsPage = lazy(() => import("./RepeatsPage"), "RepeatsPage");
const RepeatPage = lazy(() => import("./RepeatPage"), "RepeatPage");

export default [
  page(
    staff,
    "/repeat-orders",
    RepeatsPage,
    searchOf({ state: oneOf(STATES), user: text, package: text }),
  ),
  page(staff, "/repeat-orders/$repeatId", RepeatPage),
] as const;
