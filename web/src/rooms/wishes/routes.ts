import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const WishesPage = lazy(() => import("./WishesPage"), "WishesPage");

export default [page(root, "/wishes", WishesPage)] as const;
