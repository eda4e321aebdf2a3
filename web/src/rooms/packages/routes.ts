import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const PackagesPage = lazy(() => import("./PackagesPage"), "PackagesPage");
const PrepaidPage = lazy(() => import("./PrepaidPage"), "PrepaidPage");

export default [
  page(root, "/packages", PackagesPage),
  page(root, "/prepaid", PrepaidPage),
] as const;
