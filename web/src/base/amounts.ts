/** An amount as answers say it: minor units of a currency. */
export interface InCurrency {
  currency: string;
  amount: number;
}

/** So much of it is in this currency. */
export function amountIn(amounts: InCurrency[], currency: string): number {
  return amounts.find((one) => one.currency === currency)?.amount ?? 0;
}

/** Every currency in these sums, the shop's own first. */
export function currenciesOf(amounts: InCurrency[], own: string | null | undefined): string[] {
  const codes = [...new Set(amounts.map((one) => one.currency))];
  return codes.sort((one, other) => {
    if (one === own || other === own) return one === own ? -1 : 1;
    return one.localeCompare(other);
  });
}
