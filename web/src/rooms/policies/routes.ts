import { page, root } from "../../base/root";
import { PolicyPage } from "./PolicyPage";

export default [page(root, "/policies/$policy", PolicyPage)] as const;
