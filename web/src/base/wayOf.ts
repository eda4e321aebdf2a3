const WAYS = [
  "wallet",
  "hours",
  "certificate",
  "sessions",
  "points",
  "manual",
  "paypal",
  "demo",
] as const;

/** The way of payment by its provider's name; whoever else is a card's. */
export function wayOf(provider: string): (typeof WAYS)[number] | "card" {
  return WAYS.find((way) => way === provider) ?? "card";
}
