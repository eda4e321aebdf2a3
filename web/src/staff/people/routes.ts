import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";
import { parsePeopleSearch } from "./search";

const PeoplePage = lazy(() => import("./PeoplePage"), "PeoplePage");
const PersonPage = lazy(() => import("./PersonPage"), "PersonPage");

export default [
  page(staff, "/people", PeoplePage, parsePeopleSearch),
  page(staff, "/people/$userId", PersonPage),
] as const;
