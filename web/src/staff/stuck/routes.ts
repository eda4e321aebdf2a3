import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";

const deadJobs = createRoute({
  getParentRoute: () => staff,
  path: "/jobs",
  component: lazy(() => import("./DeadJobsPage"), "DeadJobsPage"),
});
const deadDeliveries = createRoute({
  getParentRoute: () => staff,
  path: "/deliveries",
  component: lazy(() => import("./DeadDeliveriesPage"), "DeadDeliveriesPage"),
});
const deadLetters = createRoute({
  getParentRoute: () => staff,
  path: "/letters",
  component: lazy(() => import("./DeadLettersPage"), "DeadLettersPage"),
});

export default [deadJobs, deadDeliveries, deadLetters] as const;
