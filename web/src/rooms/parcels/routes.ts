import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const TrackPage = lazy(() => import("./TrackPage"), "TrackPage");

export default [page(root, "/track/$link", TrackPage)] as const;
