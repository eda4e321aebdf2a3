import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";

const settings = createRoute({
  getParentRoute: () => staff,
  path: "/settings",
  component: lazy(() => import("./SettingsPage"), "SettingsPage"),
});
const firstSteps = createRoute({
  getParentRoute: () => staff,
  path: "/start",
  component: lazy(() => import("./FirstStepsPage"), "FirstStepsPage"),
});

export default [settings, firstSteps] as const;
