import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const SendBackPage = lazy(() => import("./SendBackPage"), "SendBackPage");

export default [page(root, "/orders/$orderId/return", SendBackPage)] as const;
