import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { oneOf, searchOf } from "../../base/search";
import { staff } from "../desk/route";
import { WHICH } from "./queries";

const PurchasesPage = lazy(() => import("./PurchasesPage"), "PurchasesPage");
const PurchasePage = lazy(() => import("./PurchasePage"), "PurchasePage");

export default [
  page(staff, "/purchases", PurchasesPage, searchOf({ which: oneOf(WHICH) })),
  page(staff, "/purchases/$purchaseId", PurchasePage),
] as const;
