import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { oneOf, searchOf, text } from "../../base/search";
import { CartPage } from "./CartPage";

const EntryPage = lazy(() => import("./EntryPage"), "EntryPage");
const CheckoutPage = lazy(() => import("./CheckoutPage"), "CheckoutPage");

export default [
  page(root, "/cart", CartPage),
  page(root, "/checkout", EntryPage, searchOf({ buy: oneOf(["now"]), currency: text })),
  page(root, "/checkout/$orderId", CheckoutPage),
] as const;
