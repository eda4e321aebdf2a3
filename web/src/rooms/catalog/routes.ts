import { page, root } from "../../base/root";
import { ProductPage } from "./ProductPage";
import { parseShopSearch } from "./queries";
import { ShopPage } from "./ShopPage";

export default [
  page(root, "/", ShopPage, parseShopSearch),
  page(
    root,
    "/product/$handle",
    ProductPage,
    ({ variant }: Record<string, unknown>): { variant?: string } => ({
      variant: typeof variant === "string" && variant ? variant : undefined,
    }),
  ),
] as const;
