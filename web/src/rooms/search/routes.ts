import { page, root } from "../../base/root";
import { readSearch } from "./queries";
import { SearchPage } from "./SearchPage";

export default [page(root, "/search", SearchPage, readSearch)] as const;
