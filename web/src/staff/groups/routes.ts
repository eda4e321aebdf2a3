import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { searchOf, words } from "../../base/search";
import { staff } from "../desk/route";

const GroupsPage = lazy(() => import("./GroupsPage"), "GroupsPage");
const GroupPage = lazy(() => import("./GroupPage"), "GroupPage");

export default [
  page(staff, "/groups", GroupsPage, searchOf({ q: words })),
  page(staff, "/groups/$groupId", GroupPage, searchOf({ q: words })),
] as const;
