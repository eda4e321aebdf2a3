import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { oneOf, searchOf, words } from "../../base/search";
import { staff } from "../desk/route";
import { SEGMENTS } from "./queries";

const PeoplePage = lazy(() => import("./PeoplePage"), "PeoplePage");
const PersonPage = lazy(() => import("./PersonPage"), "PersonPage");
const GuestDataPage = lazy(() => import("./GuestDataPage"), "GuestDataPage");
const RegularsPage = lazy(() => import("./RegularsPage"), "RegularsPage");

export default [
  page(staff, "/people", PeoplePage, searchOf({ q: words })),
  page(staff, "/regulars", RegularsPage, searchOf({ segment: oneOf(SEGMENTS) })),
  page(staff, "/people/guests", GuestDataPage),
  page(staff, "/people/$userId", PersonPage),
] as const;
