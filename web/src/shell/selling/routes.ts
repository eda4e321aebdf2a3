import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { searchOf, text } from "../../base/search";
import { readOwnOrders, readWhich } from "../../rooms/selling/routes";
import { readOwnReturns } from "../../staff/selling/queries";
import { withStaffWords } from "../words";

const OrdersPage = lazy(
  () => withStaffWords(import("../../staff/selling/OrdersPage")),
  "OrdersPage",
);
const OwnImports = lazy(
  () => withStaffWords(import("../../staff/selling/OwnImports")),
  "OwnImports",
);
const OwnPage = lazy(() => withStaffWords(import("../../staff/selling/OwnPage")), "OwnPage");
const preorders = () => withStaffWords(import("../../staff/selling/PreordersPage"));
const products = () => withStaffWords(import("../../staff/selling/ProductPage"));
const returns = () => withStaffWords(import("../../staff/selling/ReturnsPage"));
const ReturnPage = lazy(
  () => withStaffWords(import("../../staff/selling/ReturnPage")),
  "ReturnPage",
);

const readNewOwn = searchOf({ seller: text, copy: text });

/** A seller's own pages that are made of staff's parts: their words come with staff's. */
export default [
  page(root, "/selling", OrdersPage, readOwnOrders),
  page(root, "/selling/products/new", lazy(products, "NewProductPage"), readNewOwn),
  page(root, "/selling/products/$id", lazy(products, "ProductPage"), readWhich),
  page(root, "/selling/preorders", lazy(preorders, "PreordersPage"), readWhich),
  page(root, "/selling/import", OwnImports, searchOf({ seller: text, id: text })),
  page(root, "/selling/page", OwnPage, readWhich),
  page(root, "/selling/returns", lazy(returns, "ReturnsPage"), readOwnReturns),
  page(root, "/selling/returns/$returnId", ReturnPage, readWhich),
] as const;
