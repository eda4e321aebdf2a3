import { page, root } from "../../base/root";
import { searchOf, text } from "../../base/search";
import { ProductPage } from "./ProductPage";
import { readShopSearch } from "./queries";
import { ShopPage } from "./ShopPage";

export default [
  page(root, "/", ShopPage, readShopSearch),
  page(root, "/product/$handle", ProductPage, searchOf({ variant: text })),
] as const;
