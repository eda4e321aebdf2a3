import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const FrontPage = lazy(() => import("./FrontPage"), "FrontPage");

export default [page(staff, "/home-page", FrontPage)] as const;
