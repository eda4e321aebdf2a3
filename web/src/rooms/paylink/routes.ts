import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { oneOf, searchOf } from "../../base/search";

const PayLinkPage = lazy(() => import("./PayLinkPage"), "PayLinkPage");
const BackPage = lazy(() => import("./BackPage"), "BackPage");

// `payment=left`: back from a provider's page without having paid.
const back = searchOf({ payment: oneOf(["left"] as const) });

export default [
  page(root, "/pay", BackPage, back),
  page(root, "/pay/$token", PayLinkPage, back),
] as const;
