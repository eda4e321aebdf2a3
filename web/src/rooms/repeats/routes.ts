import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const RepeatOrdersPage = lazy(() => import("./RepeatOrdersPage"), "RepeatOrdersPage");

export default [page(root, "/repeat-orders", RepeatOrdersPage)] as const;
