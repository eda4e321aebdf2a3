import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { day, oneOf, searchOf } from "../../base/search";
import { staff } from "../desk/route";
import { FORMS, WHICH } from "./queries";

const BooksPage = lazy(() => import("./BooksPage"), "BooksPage");

const DisputesPage = lazy(() => import("./DisputesPage"), "DisputesPage");

const PaymentsPage = lazy(() => import("./PaymentsPage"), "PaymentsPage");

export default [
  page(staff, "/payments", PaymentsPage, searchOf({ from: day, to: day })),
  page(staff, "/books", BooksPage, searchOf({ from: day, to: day, format: oneOf(FORMS) })),
  page(staff, "/disputes", DisputesPage, searchOf({ status: oneOf(WHICH) })),
] as const;
