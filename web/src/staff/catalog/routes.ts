import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";
import { parseProductSearch } from "./queries";

const products = createRoute({
  getParentRoute: () => staff,
  path: "/products",
  validateSearch: parseProductSearch,
  component: lazy(() => import("./ProductsPage"), "ProductsPage"),
});
const newProduct = createRoute({
  getParentRoute: () => staff,
  path: "/products/new",
  component: lazy(() => import("./EditProductPage"), "NewProductPage"),
});
const oneProduct = createRoute({
  getParentRoute: () => staff,
  path: "/products/$id",
  component: lazy(() => import("./EditProductPage"), "EditProductPage"),
});

export default [products, newProduct, oneProduct] as const;
