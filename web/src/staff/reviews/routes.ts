import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";
import { readReviewSearch } from "./search";

const ReviewsPage = lazy(() => import("./ReviewsPage"), "ReviewsPage");

export default [page(staff, "/reviews", ReviewsPage, readReviewSearch)] as const;
