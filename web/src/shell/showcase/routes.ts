import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { root } from "../../base/root";
import { withStaffWords } from "../words";

const components = createRoute({
  getParentRoute: () => root,
  path: "/components",
  component: lazy(() => withStaffWords(import("./ComponentsPage")), "ComponentsPage"),
});

export default [components] as const;
