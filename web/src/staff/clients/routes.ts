import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { searchOf, words } from "../../base/search";
import { staff } from "../desk/route";

const ClientListPage = lazy(() => import("./ClientListPage"), "ClientListPage");
const ClientPage = lazy(() => import("./ClientPage"), "ClientPage");
const BoardPage = lazy(() => import("./BoardPage"), "BoardPage");

export default [
  page(staff, "/clients", ClientListPage, searchOf({ q: words, tag: words })),
  page(staff, "/clients/$clientId", ClientPage),
  page(staff, "/requests", BoardPage),
] as const;
