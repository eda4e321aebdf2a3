import { useCallback, useSyncExternalStore } from "react";
import { get } from "../../base/api/client";
import type { ProductBody, StockBody } from "../../base/api/schema";
import { Channel, useLatest } from "../../live/channel";
import { merge, type State, type Supply, statesOf, type Total, total } from "./supply";

const MOST_ASKED = 1000;

/** The one place where numbers of stock live in this tab. */
class Stock extends Channel<State, Supply> {
  private readonly variantsOf = new Map<string, Set<string>>();
  private readonly totals = new Map<string, Total>();

  override take(states: readonly State[]): void {
    for (const state of states) {
      const { productId, variantId } = state;
      const ids = this.variantsOf.get(productId) ?? new Set<string>();
      this.variantsOf.set(productId, ids.add(variantId));
      const old = this.get(variantId);
      if (merge(old, state) !== old) this.totals.delete(productId);
    }
    super.take(states);
  }

  /** Numbers that came with a page or a product; as absolute as any other. */
  seed(products: ProductBody[]): void {
    this.take(products.flatMap(statesOf));
  }

  /** The same object until there is news of the product. */
  product(productId: string): Total | undefined {
    const known = this.totals.get(productId);
    if (known) return known;
    const ids = this.variantsOf.get(productId);
    if (!ids) return undefined;
    const sum = total([...ids].flatMap((id) => this.get(id) ?? []));
    this.totals.set(productId, sum);
    return sum;
  }
}

export const liveStock = new Stock({
  watch: "products",
  event: "stock",
  list: "stock",
  idOf: ({ variantId }) => variantId,
  merge,
  ask: async (ids) => {
    const asked = ids.slice(0, MOST_ASKED).join(",");
    return (await get<StockBody>("/products/stock", { ids: asked })).variants;
  },
});

export function useVariantSupply(variantId: string | undefined): Supply | undefined {
  return useLatest(liveStock, variantId);
}

export function useProductSupply(productId: string): Total | undefined {
  const read = useCallback(() => liveStock.product(productId), [productId]);
  return useSyncExternalStore(liveStock.subscribe, read);
}
