import { inMenu } from "../desk/inMenu";

export default inMenu("products", {
  to: "/staff/search",
  label: "staffSearch.title",
  reads: "GET /api/staff/search/synonyms",
  writes: ["PUT /api/staff/search/synonyms"],
});
