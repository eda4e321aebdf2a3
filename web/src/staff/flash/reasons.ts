/** Why a purchase was refused, as staff read it; what is none of these is `other`. */
const REASONS = ["limit", "sold-out", "turn", "not-open", "ended", "proof", "other"] as const;

type Reason = (typeof REASONS)[number];

/** How often it was, the most frequent reason first. */
export function reasonsOf(refused: Record<string, number>): [Reason, number][] {
  const found = new Map<Reason, number>();
  for (const [code, count] of Object.entries(refused)) {
    const name = code.replace("flash-sale-", "");
    const reason = REASONS.find((one) => one === name) ?? "other";
    found.set(reason, (found.get(reason) ?? 0) + count);
  }
  return [...found].sort(([, a], [, b]) => b - a);
}
