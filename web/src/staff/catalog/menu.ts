import { inMenu } from "../desk/inMenu";

export default inMenu(
  "products",
  { to: "/staff/products", label: "products.title", reads: "GET /api/staff/products" },
  { to: "/staff/categories", label: "categories.title", reads: "GET /api/staff/categories" },
  { to: "/staff/attributes", label: "products.attributes", reads: "GET /api/staff/attributes" },
);
