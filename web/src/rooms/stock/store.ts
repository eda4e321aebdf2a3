import type { Product, StockUpdate } from "../../base/api/types";
import {
  merge,
  type State,
  type Supplies,
  type Supply,
  statesOf,
  type Total,
  total,
} from "./merge";

export type Link = "live" | "catching-up" | "offline";

export interface LinkState {
  link: Link;
  /** Server time of the last numbers, in ms; null before the first. */
  asOf: number | null;
}

/** The one place where numbers of stock live in this tab. */
export class SupplyStore {
  private supplies: Supplies = new Map();
  private state: LinkState = { link: "catching-up", asOf: null };
  private readonly variantsOf = new Map<string, Set<string>>();
  private readonly totals = new Map<string, Total>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly linkState = (): LinkState => this.state;

  /** Numbers that came with a page or a product; as absolute as any other. */
  seed(products: Product[]): void {
    this.take(products.flatMap(statesOf));
  }

  take(states: State[]): void {
    const before = this.supplies;
    this.supplies = merge(before, states);
    if (this.supplies === before) return;
    for (const { productId, variantId } of states) {
      const ids = this.variantsOf.get(productId) ?? new Set<string>();
      this.variantsOf.set(productId, ids.add(variantId));
      if (this.supplies.get(variantId) !== before.get(variantId)) this.totals.delete(productId);
    }
    this.tell();
  }

  update(update: StockUpdate): void {
    this.take([update]);
  }

  setLink(link: Link, asOf: number | null = this.state.asOf): void {
    if (link === this.state.link && asOf === this.state.asOf) return;
    this.state = { link, asOf };
    this.tell();
  }

  variant(variantId: string): Supply | undefined {
    return this.supplies.get(variantId);
  }

  /** The same object until one of the product's variants changes. */
  product(productId: string): Total | undefined {
    const known = this.totals.get(productId);
    if (known) return known;
    const ids = this.variantsOf.get(productId);
    if (!ids) return undefined;
    const sum = total([...ids].flatMap((id) => this.supplies.get(id) ?? []));
    this.totals.set(productId, sum);
    return sum;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export const supplyStore = new SupplyStore();
