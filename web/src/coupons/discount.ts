import type { Campaign } from "../api/types";
import type { Cart } from "../cart/cart";

type Terms = Pick<Campaign, "rule" | "value" | "cap" | "minimum" | "currency" | "scope">;
type Line = Pick<Cart[number], "productId" | "price" | "quantity">;

/** What a coupon takes off, in minor units, or why it is not for this cart. */
export type Preview =
  | { off: number }
  | { reason: "currency" | "scope" | "minimum"; missing: number };

/**
 * What the server will say of a cart in one currency; it decides, this only shows it beforehand.
 * On the sum of the lines it is for, rounded down to the minor unit.
 */
export function preview(terms: Terms, lines: readonly Line[], currency: string): Preview {
  if (terms.currency && terms.currency !== currency) return { reason: "currency", missing: 0 };
  const { scope } = terms;
  const meant = lines.filter((line) => !scope || scope.includes(line.productId));
  if (meant.length === 0) return { reason: "scope", missing: 0 };
  const sum = meant.reduce((all, line) => all + line.price * line.quantity, 0);
  if (sum < terms.minimum) return { reason: "minimum", missing: terms.minimum - sum };
  if (terms.rule === "fixed") return { off: Math.min(terms.value, sum) };
  const off = Number((BigInt(sum) * BigInt(terms.value)) / 100n);
  return { off: terms.cap === null ? off : Math.min(off, terms.cap) };
}
