import { useQuery } from "@tanstack/react-query";
import { configQuery } from "./api/queries";
import type { ShopConfig } from "./api/types";

const NOTHING: ShopConfig["uses"] = { wallet: false, coupons: false };

/** What of the shop its menu shows: wallets and coupons only where there are any. */
export function useUses(): ShopConfig["uses"] {
  return useQuery(configQuery).data?.uses ?? NOTHING;
}
