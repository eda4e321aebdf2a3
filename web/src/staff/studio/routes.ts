import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const ResourcesPage = lazy(() => import("./ResourcesPage"), "ResourcesPage");
const NewResourcePage = lazy(() => import("./NewResourcePage"), "NewResourcePage");
const ResourcePage = lazy(() => import("./ResourcePage"), "ResourcePage");

export default [
  page(staff, "/resources", ResourcesPage),
  page(staff, "/resources/new", NewResourcePage),
  page(staff, "/resources/$resourceId", ResourcePage),
] as const;
