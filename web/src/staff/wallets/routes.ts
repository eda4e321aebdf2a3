import { createRoute, lazyRouteComponent as lazy } from "@tanstack/react-router";
import { staff } from "../desk/route";
import { parseWalletSearch } from "./search";

const wallets = createRoute({
  getParentRoute: () => staff,
  path: "/wallets",
  validateSearch: parseWalletSearch,
  component: lazy(() => import("./WalletsPage"), "WalletsPage"),
});

export default [wallets] as const;
