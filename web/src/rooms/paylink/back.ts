const KEY = "holdfast.payLink";

/** Of this tab, while its visitor is on a provider's page: an address told to the provider would
 * be told to a stranger. */
export function rememberLink(token: string): void {
  sessionStorage.setItem(KEY, token);
}

export function rememberedLink(): string | null {
  return sessionStorage.getItem(KEY);
}
