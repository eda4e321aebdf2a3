import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";
import { text } from "../desk/search";

const imports = createRoute({
  getParentRoute: () => staff,
  path: "/import",
  validateSearch: (raw: Record<string, unknown>): { id?: string } => ({ id: text(raw.id) }),
  component: lazy(() => import("./ImportPage"), "ImportPage"),
});

export default [imports] as const;
