const USUAL = ["USD", "EUR", "RUB", "KRW", "JPY", "GBP", "CNY"];

/** What one may choose from: points, the shop's own currency, then the usual ones. */
export function currenciesOf(shop: string | null | undefined): string[] {
  return [...new Set(["PTS", ...(shop ? [shop] : []), ...USUAL])];
}
