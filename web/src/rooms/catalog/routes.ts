import { page, root } from "../../base/root";
import { searchOf, text } from "../../base/search";
import { CategoryPage } from "./CategoryPage";
import { ProductPage } from "./ProductPage";
import { readCategorySearch, readShopSearch } from "./queries";
import { ShopPage } from "./ShopPage";

export default [
  page(root, "/", ShopPage, readShopSearch),
  page(root, "/category/$slug", CategoryPage, readCategorySearch),
  page(root, "/product/$handle", ProductPage, searchOf({ variant: text })),
] as const;
