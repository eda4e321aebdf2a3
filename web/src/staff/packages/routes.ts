import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { oneOf, searchOf, text, words } from "../../base/search";
import { staff } from "../desk/route";
import { GRANT_STATES, KINDS } from "./queries";

const PackageListPage = lazy(() => import("./PackageListPage"), "PackageListPage");
const NewPackagePage = lazy(() => import("./NewPackagePage"), "NewPackagePage");
const PackagePage = lazy(() => import("./PackagePage"), "PackagePage");
const GrantListPage = lazy(() => import("./GrantListPage"), "GrantListPage");
const GrantPage = lazy(() => import("./GrantPage"), "GrantPage");
const LiabilityPage = lazy(() => import("./LiabilityPage"), "LiabilityPage");

const readGrants = searchOf({ q: words, kind: oneOf(KINDS), status: oneOf(GRANT_STATES) });

export default [
  page(staff, "/packages", PackageListPage),
  page(staff, "/packages/new", NewPackagePage, searchOf({ service: text })),
  page(staff, "/packages/$packageId", PackagePage),
  page(staff, "/prepaid", GrantListPage, readGrants),
  page(staff, "/prepaid/$grantId", GrantPage),
  page(staff, "/liability", LiabilityPage),
] as const;
