import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { oneOf, searchOf } from "../../base/search";
import { staff } from "../desk/route";
import { STATES } from "./queries";

const ReferralsPage = lazy(() => import("./ReferralsPage"), "ReferralsPage");

export default [
  page(staff, "/referrals", ReferralsPage, searchOf({ state: oneOf(STATES) })),
] as const;
