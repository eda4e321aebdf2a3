import { inMenu } from "../desk/inMenu";

export default inMenu(
  "products",
  { to: "/staff/products", label: "products.title" },
  { to: "/staff/categories", label: "categories.title" },
  { to: "/staff/attributes", label: "products.attributes" },
);
