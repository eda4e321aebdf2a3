import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const ServiceListPage = lazy(() => import("./ServiceListPage"), "ServiceListPage");
const NewServicePage = lazy(() => import("./NewServicePage"), "NewServicePage");
const StudioRulesPage = lazy(() => import("./StudioRulesPage"), "StudioRulesPage");
const ServicePage = lazy(() => import("./ServicePage"), "ServicePage");

export default [
  page(staff, "/services", ServiceListPage),
  page(staff, "/services/new", NewServicePage),
  page(staff, "/services/rules", StudioRulesPage),
  page(staff, "/services/$serviceId", ServicePage),
] as const;
