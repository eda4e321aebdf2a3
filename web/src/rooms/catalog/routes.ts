import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { searchOf, text } from "../../base/search";
import { readCompare } from "./compare";
import { ProductPage } from "./ProductPage";
import { readShopSearch } from "./queries";
import { ShopPage } from "./ShopPage";

const ComparePage = lazy(() => import("./ComparePage"), "ComparePage");

export default [
  page(root, "/", ShopPage, readShopSearch),
  page(root, "/product/$handle", ProductPage, searchOf({ variant: text })),
  page(root, "/compare", ComparePage, readCompare),
] as const;
