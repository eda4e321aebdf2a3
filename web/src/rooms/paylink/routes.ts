import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { leftSearch } from "../../base/left";
import { page, root } from "../../base/root";
import { searchOf } from "../../base/search";

const PayLinkPage = lazy(() => import("./PayLinkPage"), "PayLinkPage");
const BackPage = lazy(() => import("./BackPage"), "BackPage");

const back = searchOf(leftSearch);

export default [
  page(root, "/pay", BackPage, back),
  page(root, "/pay/$token", PayLinkPage, back),
] as const;
