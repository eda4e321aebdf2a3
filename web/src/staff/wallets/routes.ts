import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";
import { readWalletSearch } from "./search";

const WalletsPage = lazy(() => import("./WalletsPage"), "WalletsPage");

export default [page(staff, "/wallets", WalletsPage, readWalletSearch)] as const;
