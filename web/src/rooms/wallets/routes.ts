import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { leftSearch } from "../../base/left";
import { page, root } from "../../base/root";
import { searchOf } from "../../base/search";

const WalletsPage = lazy(() => import("./WalletsPage"), "WalletsPage");
const WalletPage = lazy(() => import("./WalletPage"), "WalletPage");

export default [
  page(root, "/wallet", WalletsPage),
  page(
    root,
    "/wallet/$walletId",
    WalletPage,
    searchOf({
      ...leftSearch,
      amount: (raw) => (Number.isSafeInteger(raw) && Number(raw) > 0 ? Number(raw) : undefined),
    }),
  ),
] as const;
