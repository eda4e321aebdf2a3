import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { searchOf, text } from "../../base/search";

const OrdersPage = lazy(() => import("./OrdersPage"), "OrdersPage");
const ProductsPage = lazy(() => import("./ProductsPage"), "ProductsPage");
const MoneyPage = lazy(() => import("./MoneyPage"), "MoneyPage");

const which = searchOf({ seller: text });

/** A seller's own pages. */
export default [
  page(root, "/selling", OrdersPage, which),
  page(root, "/selling/products", ProductsPage, which),
  page(root, "/selling/money", MoneyPage, which),
] as const;
