import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const SettingsPage = lazy(() => import("./SettingsPage"), "SettingsPage");
const PoliciesPage = lazy(() => import("./PoliciesPage"), "PoliciesPage");
const FirstStepsPage = lazy(() => import("./FirstStepsPage"), "FirstStepsPage");

const WrittenPages = lazy(() => import("./WrittenPages"), "WrittenPages");
const WrittenPageEditor = lazy(() => import("./WrittenPageEditor"), "WrittenPageEditor");
const RedirectsPage = lazy(() => import("./RedirectsPage"), "RedirectsPage");

export default [
  page(staff, "/settings", SettingsPage),
  page(staff, "/policies", PoliciesPage),
  page(staff, "/pages", WrittenPages),
  page(staff, "/pages/$slug", WrittenPageEditor),
  page(staff, "/redirects", RedirectsPage),
  page(staff, "/start", FirstStepsPage),
] as const;
