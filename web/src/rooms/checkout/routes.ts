import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { CartPage } from "./CartPage";

const EntryPage = lazy(() => import("./EntryPage"), "EntryPage");
const CheckoutPage = lazy(() => import("./CheckoutPage"), "CheckoutPage");

export default [
  page(root, "/cart", CartPage),
  page(root, "/checkout", EntryPage, (raw: Record<string, unknown>): { buy?: "now" } => ({
    buy: raw.buy === "now" ? "now" : undefined,
  })),
  page(root, "/checkout/$orderId", CheckoutPage),
] as const;
