const GROUPED = /^\d{1,3}([.,])\d{3}(\1\d{3})*$/;
const PLAIN = /^(\d+)(?:[.,](\d*))?$/;

/**
 * What somebody typed as an amount, in minor units of a currency with so many decimals; null if it
 * is none. Point and comma both divide decimals, spaces and apostrophes group, and so do points and
 * commas where three digits cannot be decimals. Beyond what is exact it is 2^53, which every rule of
 * the shop refuses by name.
 */
export function parseAmount(text: string, digits: number): number | null {
  const typed = text.replace(/[\s\u00a0\u202f'’]/g, "");
  const grouped = digits < 3 && GROUPED.test(typed);
  const found = PLAIN.exec(grouped ? typed.replace(/[.,]/g, "") : typed);
  if (!found) return null;
  const decimals = found[2] ?? "";
  if (decimals.length > digits) return null;
  const minor = BigInt(found[1] + decimals.padEnd(digits, "0"));
  return minor > BigInt(Number.MAX_SAFE_INTEGER) ? 2 ** 53 : Number(minor);
}

/** The amount as one would type it: no groups, no sign of the currency. */
export function amountText(minor: number, digits: number): string {
  if (digits === 0) return String(minor);
  const padded = String(minor).padStart(digits + 1, "0");
  const decimals = padded.slice(-digits).replace(/0+$/, "");
  return padded.slice(0, -digits) + (decimals ? `.${padded.slice(-digits)}` : "");
}
