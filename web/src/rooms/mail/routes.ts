import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const UnsubscribePage = lazy(() => import("./UnsubscribePage"), "UnsubscribePage");

export default [page(root, "/unsubscribe", UnsubscribePage)] as const;
