import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { searchOf, words } from "../../base/search";
import { staff } from "../desk/route";

const PeoplePage = lazy(() => import("./PeoplePage"), "PeoplePage");
const PersonPage = lazy(() => import("./PersonPage"), "PersonPage");
const GuestDataPage = lazy(() => import("./GuestDataPage"), "GuestDataPage");

export default [
  page(staff, "/people", PeoplePage, searchOf({ q: words })),
  page(staff, "/people/guests", GuestDataPage),
  page(staff, "/people/$userId", PersonPage),
] as const;
