import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";
import { readNewProduct, readProductSearch } from "./queries";

const ProductsPage = lazy(() => import("./ProductsPage"), "ProductsPage");
const NewProductPage = lazy(() => import("./EditProductPage"), "NewProductPage");
const EditProductPage = lazy(() => import("./EditProductPage"), "EditProductPage");

const AttributesPage = lazy(() => import("./AttributesPage"), "AttributesPage");
const CategoriesPage = lazy(() => import("./CategoriesPage"), "CategoriesPage");

export default [
  page(staff, "/products", ProductsPage, readProductSearch),
  page(staff, "/categories", CategoriesPage),
  page(staff, "/attributes", AttributesPage),
  page(staff, "/products/new", NewProductPage, readNewProduct),
  page(staff, "/products/$id", EditProductPage),
] as const;
