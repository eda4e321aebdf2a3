import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { searchOf, text } from "../../base/search";

const PackagesPage = lazy(() => import("./PackagesPage"), "PackagesPage");
const PrepaidPage = lazy(() => import("./PrepaidPage"), "PrepaidPage");

export default [
  page(root, "/packages", PackagesPage, searchOf({ service: text })),
  page(root, "/prepaid", PrepaidPage),
] as const;
