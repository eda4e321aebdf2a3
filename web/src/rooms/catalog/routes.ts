import { createRoute } from "@tanstack/react-router";
import { root } from "../../base/root";
import { ProductPage } from "./ProductPage";
import { parseShopSearch } from "./queries";
import { ShopPage } from "./ShopPage";

const shop = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: parseShopSearch,
  component: ShopPage,
});
const product = createRoute({
  getParentRoute: () => root,
  path: "/product/$handle",
  validateSearch: ({ variant }: Record<string, unknown>): { variant?: string } => ({
    variant: typeof variant === "string" && variant ? variant : undefined,
  }),
  component: ProductPage,
});

export default [shop, product] as const;
