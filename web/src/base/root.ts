import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  type RouteComponent,
} from "@tanstack/react-router";

/** Above every page; the shell says what stands around them. */
export const root = createRootRoute();

type Raw = Record<string, unknown>;

/** A page at its address below `parent`; `search` reads what stands behind the question mark. */
export function page<Parent extends AnyRoute, Path extends string, Search extends object = object>(
  parent: Parent,
  path: Path,
  component: RouteComponent,
  search?: (raw: Raw) => Search,
) {
  return createRoute({
    getParentRoute: () => parent,
    path,
    component,
    validateSearch: search as (raw: Raw) => Search,
  });
}
