interface Priced {
  price: number;
  discountPrice: number | null;
  compareAtPrice?: number | null;
}

/** What one costs now. */
export function costOf({ price, discountPrice }: Priced): number {
  return discountPrice ?? price;
}

/** The price to strike through beside it, if there is one. */
export function formerPrice({ price, discountPrice, compareAtPrice }: Priced): number | null {
  return discountPrice === null ? (compareAtPrice ?? null) : price;
}
