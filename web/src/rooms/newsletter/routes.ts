import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const NewsletterPage = lazy(() => import("./NewsletterPage"), "NewsletterPage");

export default [page(root, "/newsletter", NewsletterPage)] as const;
