import type { PreorderBody, ProductBody, StockUpdateBody } from "../../base/api/schema";

/** What is known of one variant; `peak` is what a full supply is, as the server says it. */
export interface Supply {
  productId: string;
  variantId: string;
  stock: number;
  held: number;
  version: number;
  nextReleaseAt: string | null;
  peak: number;
  /** From which count on it is low. */
  lowAt: number | null;
  /** The day on which more of it arrives. */
  arrivesOn: string | null;
  /** What may be ordered before it is there. */
  preorder: PreorderBody | null;
}

/** Of one variant, as `stock:update` tells it (whose `stock` is the whole product's). */
export type State = Pick<
  StockUpdateBody,
  "productId" | "variantId" | "variantStock" | "held" | "version" | "nextReleaseAt"
> & {
  full?: number;
  lowAt?: number | null;
  arrivesOn?: string | null;
  preorder?: PreorderBody | null;
};

/** What is known after an absolute state: an older version never replaces a newer one, so that
 * reordered and repeated messages change nothing; `old` itself if nothing is new. */
export function merge(old: Supply | undefined, state: State): Supply {
  if (old && (old.version > state.version || same(old, state))) return old;
  return {
    productId: state.productId,
    variantId: state.variantId,
    stock: state.variantStock,
    held: state.held,
    version: state.version,
    nextReleaseAt: state.nextReleaseAt ?? null,
    peak: state.full ?? old?.peak ?? state.variantStock + state.held,
    lowAt: state.lowAt !== undefined ? state.lowAt : (old?.lowAt ?? null),
    arrivesOn: state.arrivesOn !== undefined ? state.arrivesOn : (old?.arrivesOn ?? null),
    preorder: state.preorder !== undefined ? state.preorder : (old?.preorder ?? null),
  };
}

function same(old: Supply, state: State): boolean {
  return (
    old.version === state.version &&
    old.stock === state.variantStock &&
    old.held === state.held &&
    old.nextReleaseAt === (state.nextReleaseAt ?? null) &&
    (state.full === undefined || old.peak === state.full) &&
    (state.lowAt === undefined || old.lowAt === state.lowAt) &&
    (state.arrivesOn === undefined || old.arrivesOn === state.arrivesOn) &&
    (state.preorder === undefined || sameOffer(old.preorder, state.preorder))
  );
}

function sameOffer(one: PreorderBody | null, other: PreorderBody | null): boolean {
  return (
    one?.available === other?.available &&
    one?.expectedOn === other?.expectedOn &&
    one?.endsAt === other?.endsAt
  );
}

/** As many as may be ordered now: in stock first, then before they are there. */
export function orderable({ stock, preorder }: Pick<Supply, "stock" | "preorder">): number {
  return stock + (preorder?.available ?? 0);
}

/** So many are ordered before they are there, if it has to be: of this there is not enough in stock. */
export function isPreorder(
  supply: Pick<Supply, "stock" | "preorder"> | undefined,
  quantity: number,
  yours = 0,
): boolean {
  return Boolean(supply?.preorder) && (supply?.stock ?? 0) + yours < quantity;
}

export function statesOf(product: ProductBody): State[] {
  return product.variants.map((variant) => ({
    productId: product.id,
    variantId: variant.id,
    variantStock: variant.stock,
    held: variant.held,
    version: variant.version,
    nextReleaseAt: variant.nextReleaseAt,
    full: variant.full,
    lowAt: variant.lowAt,
    arrivesOn: variant.arrivesOn,
    preorder: variant.preorder,
  }));
}

export type Total = Omit<Supply, "variantId" | "productId" | "lowAt" | "arrivesOn" | "preorder"> & {
  low: boolean;
  /** The first day on which any of it is expected that may be ordered before it is there. */
  preorderOn: string | null;
};

/** Low is what staff call so: what there is, free and held, at its threshold or below; the last
 * one is low where they said nothing. */
export function isLow({ stock, held, lowAt }: Pick<Supply, "stock" | "held" | "lowAt">): boolean {
  return stock + held <= (lowAt ?? 1);
}

/** One line of supply for several variants: sums, and the soonest release. */
export function total(supplies: Iterable<Supply>): Total {
  const sum: Total = {
    stock: 0,
    held: 0,
    version: 0,
    peak: 0,
    nextReleaseAt: null,
    low: true,
    preorderOn: null,
  };
  for (const each of supplies) {
    sum.stock += each.stock;
    sum.held += each.held;
    sum.version += each.version;
    sum.peak += each.peak;
    sum.low &&= isLow(each);
    sum.preorderOn = sooner(sum.preorderOn, each.preorder?.expectedOn ?? null);
    sum.nextReleaseAt = sooner(sum.nextReleaseAt, each.nextReleaseAt);
  }
  return sum;
}

function sooner(one: string | null, other: string | null): string | null {
  if (!one || !other) return one ?? other;
  return Date.parse(one) <= Date.parse(other) ? one : other;
}

/** A product's numbers as they came with it. */
export function suppliesOf(product: ProductBody): Supply[] {
  return statesOf(product).map((state) => merge(undefined, state));
}
