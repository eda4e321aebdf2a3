import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { withStaffWords } from "../words";

const OwnTokensPage = lazy(
  () => withStaffWords(import("../../staff/people/OwnTokensPage")),
  "OwnTokensPage",
);

/** Of one's own account, what is made of staff's parts: its words come with staff's. */
export default [page(root, "/account/tokens", OwnTokensPage)] as const;
