const OTHER: readonly [decimals: number, currencies: string][] = [
  [0, "BIF CLP DJF GNF ISK JPY KMF KRW PTS PYG RWF UGX UYI VND VUV XAF XOF XPF"],
  [3, "BHD IQD JOD KWD LYD OMR TND"],
  [4, "CLF UYW"],
];

const DECIMALS = new Map(
  OTHER.flatMap(([decimals, codes]) => codes.split(" ").map((code) => [code, decimals] as const)),
);

/**
 * How many decimals an amount of a currency has: what the server counts with (`kit/money.py`; a test
 * compares them). Browsers know others: to them forints have none, as nobody pays hundredths of one.
 */
export function decimalsOf(currency: string): number {
  return DECIMALS.get(currency) ?? 2;
}

/** How amounts of a currency are written. */
export function priceFormat(locale: string, currency: string): Intl.NumberFormat {
  const decimals = decimalsOf(currency);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    trailingZeroDisplay: "stripIfInteger",
  } as Intl.NumberFormatOptions);
}
