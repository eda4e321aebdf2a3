import { page, root } from "../../base/root";
import { CategoryPage } from "./CategoryPage";
import { readCategorySearch, readSearch, readSellerSearch } from "./queries";
import { SearchPage } from "./SearchPage";
import { SellerPage } from "./SellerPage";

export default [
  page(root, "/category/$slug", CategoryPage, readCategorySearch, true),
  page(root, "/search", SearchPage, readSearch),
  page(root, "/seller/$slug", SellerPage, readSellerSearch),
] as const;
