import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";
import { parsePeopleSearch } from "./search";

const people = createRoute({
  getParentRoute: () => staff,
  path: "/people",
  validateSearch: parsePeopleSearch,
  component: lazy(() => import("./PeoplePage"), "PeoplePage"),
});
const person = createRoute({
  getParentRoute: () => staff,
  path: "/people/$userId",
  component: lazy(() => import("./PersonPage"), "PersonPage"),
});

export default [people, person] as const;
