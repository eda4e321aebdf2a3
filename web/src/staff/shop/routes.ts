import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const SettingsPage = lazy(() => import("./SettingsPage"), "SettingsPage");
const PoliciesPage = lazy(() => import("./PoliciesPage"), "PoliciesPage");
const FirstStepsPage = lazy(() => import("./FirstStepsPage"), "FirstStepsPage");

export default [
  page(staff, "/settings", SettingsPage),
  page(staff, "/policies", PoliciesPage),
  page(staff, "/start", FirstStepsPage),
] as const;
