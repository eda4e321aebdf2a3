import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";

const staffHome = createRoute({
  getParentRoute: () => staff,
  path: "/",
  component: lazy(() => import("./StaffHomePage"), "StaffHomePage"),
});

export default [staffHome] as const;
