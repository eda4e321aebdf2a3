import { inMenu } from "../desk/inMenu";

export default inMenu(
  "products",
  {
    to: "/staff/products",
    label: "products.title",
    reads: "GET /api/staff/products",
    writes: ["PUT /api/staff/products/{product_id}"],
  },
  {
    to: "/staff/categories",
    label: "categories.title",
    reads: "GET /api/staff/categories",
    writes: ["PUT /api/staff/categories/{category_id}"],
  },
  {
    to: "/staff/attributes",
    label: "products.attributes",
    reads: "GET /api/staff/attributes",
    writes: ["PUT /api/staff/attributes/{code}"],
  },
);
