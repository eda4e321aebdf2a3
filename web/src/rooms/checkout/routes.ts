import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { root } from "../../base/root";
import { CartPage } from "./CartPage";

const cart = createRoute({ getParentRoute: () => root, path: "/cart", component: CartPage });
const entry = createRoute({
  getParentRoute: () => root,
  path: "/checkout",
  validateSearch: (raw: Record<string, unknown>): { buy?: "now" } => ({
    buy: raw.buy === "now" ? "now" : undefined,
  }),
  component: lazy(() => import("./EntryPage"), "EntryPage"),
});
const checkout = createRoute({
  getParentRoute: () => root,
  path: "/checkout/$orderId",
  component: lazy(() => import("./CheckoutPage"), "CheckoutPage"),
});

export default [cart, entry, checkout] as const;
