import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const ExperimentsPage = lazy(() => import("./ExperimentsPage"), "ExperimentsPage");
const NewExperimentPage = lazy(() => import("./NewExperimentPage"), "NewExperimentPage");
const ExperimentPage = lazy(() => import("./ExperimentPage"), "ExperimentPage");

export default [
  page(staff, "/experiments", ExperimentsPage),
  page(staff, "/experiments/new", NewExperimentPage),
  page(staff, "/experiments/$experimentId", ExperimentPage),
] as const;
