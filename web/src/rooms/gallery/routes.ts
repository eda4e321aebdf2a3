import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const FamilyPage = lazy(() => import("./FamilyPage"), "FamilyPage");
const GalleryPage = lazy(() => import("./GalleryPage"), "GalleryPage");

export default [
  page(root, "/bookings/$bookingId/pictures", GalleryPage),
  page(root, "/pictures", FamilyPage),
  page(root, "/order/pictures/$bookingId", GalleryPage),
] as const;
