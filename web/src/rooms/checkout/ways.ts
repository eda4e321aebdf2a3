/** How a purchase is paid: held first and then by a provider, or from a wallet of one's own. */
export const WAYS = ["hold", "wallet"] as const;
export type Way = (typeof WAYS)[number];
