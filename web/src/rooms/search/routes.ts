import { page, root } from "../../base/root";
import { CategoryPage } from "./CategoryPage";
import { readCategorySearch, readSearch } from "./queries";
import { SearchPage } from "./SearchPage";

export default [
  page(root, "/category/$slug", CategoryPage, readCategorySearch),
  page(root, "/search", SearchPage, readSearch),
] as const;
