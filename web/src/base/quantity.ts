/** The most of one thing that is bought at once. */
export const MOST = 99;

export function clampQuantity(quantity: number): number {
  if (!Number.isFinite(quantity)) return 1;
  return Math.min(MOST, Math.max(1, Math.trunc(quantity)));
}
