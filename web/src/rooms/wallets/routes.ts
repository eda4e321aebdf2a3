import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";

const WalletsPage = lazy(() => import("./WalletsPage"), "WalletsPage");
const WalletPage = lazy(() => import("./WalletPage"), "WalletPage");

export default [
  page(root, "/wallet", WalletsPage),
  page(
    root,
    "/wallet/$walletId",
    WalletPage,
    (raw: Record<string, unknown>): { amount?: number } => ({
      amount:
        Number.isSafeInteger(raw.amount) && Number(raw.amount) > 0 ? Number(raw.amount) : undefined,
    }),
  ),
] as const;
