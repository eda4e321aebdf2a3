import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  type RouteComponent,
} from "@tanstack/react-router";

/** Above every page; the shell says what stands around them. */
export const root = createRootRoute();

type Raw = Record<string, unknown>;

/** A page at its address below `parent`; `search` reads what stands behind the question mark. What was
 * typed or opened at one order is not at the next: a page of another thing begins anew, unless it
 * `stays` until it can show that, and minds it itself. */
export function page<Parent extends AnyRoute, Path extends string, Search extends object = object>(
  parent: Parent,
  path: Path,
  component: RouteComponent,
  search?: (raw: Raw) => Search,
  stays = false,
) {
  return createRoute({
    getParentRoute: () => parent,
    path,
    component,
    validateSearch: search as (raw: Raw) => Search,
    remountDeps: ({ params }) => (stays ? null : params),
  });
}
