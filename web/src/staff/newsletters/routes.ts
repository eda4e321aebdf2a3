import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";

const NewslettersPage = lazy(() => import("./NewslettersPage"), "NewslettersPage");
const NewNewsletterPage = lazy(() => import("./NewNewsletterPage"), "NewNewsletterPage");
const NewsletterPage = lazy(() => import("./NewsletterPage"), "NewsletterPage");

export default [
  page(staff, "/newsletters", NewslettersPage),
  page(staff, "/newsletters/new", NewNewsletterPage),
  page(staff, "/newsletters/$newsletterId", NewsletterPage),
] as const;
