import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const PayLinkPage = lazy(() => import("./PayLinkPage"), "PayLinkPage");
const BackPage = lazy(() => import("./BackPage"), "BackPage");

export default [page(root, "/pay", BackPage), page(root, "/pay/$token", PayLinkPage)] as const;
