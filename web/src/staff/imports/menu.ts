import { inMenu } from "../desk/inMenu";

export default inMenu("products", {
  to: "/staff/import",
  label: "imports.title",
  reads: "GET /api/staff/imports",
  writes: ["POST /api/staff/imports"],
});
