import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { oneOf, searchOf } from "../../base/search";
import { CartPage } from "./CartPage";

const EntryPage = lazy(() => import("./EntryPage"), "EntryPage");
const CheckoutPage = lazy(() => import("./CheckoutPage"), "CheckoutPage");

export default [
  page(root, "/cart", CartPage),
  page(root, "/checkout", EntryPage, searchOf({ buy: oneOf(["now"]) })),
  page(root, "/checkout/$orderId", CheckoutPage),
] as const;
