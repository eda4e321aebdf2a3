import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { root } from "../../base/root";

const ownWallets = createRoute({
  getParentRoute: () => root,
  path: "/wallet",
  component: lazy(() => import("./WalletsPage"), "WalletsPage"),
});
const wallet = createRoute({
  getParentRoute: () => root,
  path: "/wallet/$walletId",
  validateSearch: (raw: Record<string, unknown>): { amount?: number } => ({
    amount:
      Number.isSafeInteger(raw.amount) && Number(raw.amount) > 0 ? Number(raw.amount) : undefined,
  }),
  component: lazy(() => import("./WalletPage"), "WalletPage"),
});

export default [ownWallets, wallet] as const;
