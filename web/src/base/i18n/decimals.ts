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
