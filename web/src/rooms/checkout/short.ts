import { useCallback, useSyncExternalStore } from "react";
import type { Cart } from "../cart/cart";
import { readHold, useHold } from "../cart/hold";
import { liveStock } from "../stock/live";
import { isPreorder, orderable } from "../stock/supply";

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
      return orderable(supply) + yours < line.quantity;
    }).length;
  }, [cart]);
  return useSyncExternalStore(liveStock.subscribe, count);
}

/** That the buyer was shown what of the cart is ordered before it is there, and takes it so. Without
 * that the server sells what is in stock, or nothing. */
export function takesPreorder(cart: Cart): { preorder?: true } {
  const lines = readHold()?.lines ?? [];
  const some = cart.some(({ variantId, quantity }) => {
    const mine = lines.filter((each) => each.variantId === variantId);
    const yours = mine.reduce((sum, each) => sum + each.quantity, 0);
    return isPreorder(liveStock.get(variantId), quantity, yours);
  });
  return some ? { preorder: true } : {};
}
