import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const InvitePage = lazy(() => import("./InvitePage"), "InvitePage");
const InvitationPage = lazy(() => import("./InvitationPage"), "InvitationPage");

const CodePage = lazy(() => import("./CodePage"), "CodePage");

export default [
  page(root, "/account/invite", InvitePage),
  page(root, "/i", CodePage),
  page(root, "/i/$code", InvitationPage),
] as const;
