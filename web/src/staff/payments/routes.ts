import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { oneOf, searchOf } from "../../base/search";
import { staff } from "../desk/route";
import { WHICH } from "./queries";

const DisputesPage = lazy(() => import("./DisputesPage"), "DisputesPage");

export default [
  page(staff, "/disputes", DisputesPage, searchOf({ status: oneOf(WHICH) })),
] as const;
