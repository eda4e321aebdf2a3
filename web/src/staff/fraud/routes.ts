import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { oneOf, searchOf } from "../../base/search";
import { staff } from "../desk/route";
import { WHICH } from "./queries";

const FraudPage = lazy(() => import("./FraudPage"), "FraudPage");

export default [page(staff, "/fraud", FraudPage, searchOf({ status: oneOf(WHICH) }))] as const;
