import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { readPhotographerSearch } from "./queries";

const PhotographersPage = lazy(() => import("./PhotographersPage"), "PhotographersPage");
const PhotographerPage = lazy(() => import("./ProfilePage"), "PhotographerPage");
const StudioPage = lazy(() => import("./ProfilePage"), "StudioPage");

export default [
  page(root, "/photographers", PhotographersPage, readPhotographerSearch),
  page(root, "/photographers/$slug", PhotographerPage),
  page(root, "/studios/$slug", StudioPage),
] as const;
