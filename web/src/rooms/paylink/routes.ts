import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const PayLinkPage = lazy(() => import("./PayLinkPage"), "PayLinkPage");

export default [page(root, "/pay/$token", PayLinkPage)] as const;
