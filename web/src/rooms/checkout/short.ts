import { useCallback, useSyncExternalStore } from "react";
import type { Cart } from "../cart/cart";
import { readHold, useHold } from "../cart/hold";
import { liveStock } from "../stock/live";

/** How many lines of the cart cannot be had as they stand, or at all. What the visitor holds already is no
 * loss, and a line nothing is known of yet is left to the server. */
export function useShortLines(cart: Cart): number {
  useHold();
  const count = useCallback(() => {
    const lines = readHold()?.lines ?? [];
    return cart.filter((line) => {
      if (line.gone) return true;
      const supply = liveStock.get(line.variantId);
      if (!supply) return false;
      const yours = lines
        .filter((each) => each.variantId === line.variantId)
        .reduce((sum, each) => sum + each.quantity, 0);
      return supply.stock + yours < line.quantity;
    }).length;
  }, [cart]);
  return useSyncExternalStore(liveStock.subscribe, count);
}
