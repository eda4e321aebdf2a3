import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { searchOf, text } from "../../base/search";
import { readTrade } from "./trade";

const OrdersPage = lazy(() => import("./OrdersPage"), "OrdersPage");
const ProductsPage = lazy(() => import("./ProductsPage"), "ProductsPage");
const MoneyPage = lazy(() => import("./MoneyPage"), "MoneyPage");

const TradePage = lazy(() => import("./TradePage"), "TradePage");

const which = searchOf({ seller: text });

/** A seller's own pages. */
export default [
  page(root, "/selling", OrdersPage, which),
  page(root, "/selling/products", ProductsPage, which),
  page(root, "/selling/money", MoneyPage, which),
  page(root, "/selling/trade", TradePage, readTrade),
] as const;
