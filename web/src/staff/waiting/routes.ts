import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const LinesPage = lazy(() => import("./LinesPage"), "LinesPage");
const LinePage = lazy(() => import("./LinePage"), "LinePage");

export default [
  page(staff, "/waiting", LinesPage),
  page(staff, "/waiting/$variantId", LinePage),
] as const;
