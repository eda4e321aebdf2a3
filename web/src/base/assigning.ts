/** Which of several variants, of which each has its weight: for one visitor always the same, and over
 * visitors by the weights. */
export function variantOf(experiment: string, visitor: string, weights: readonly number[]): number {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let left = (hash(`${experiment} ${visitor}`) / 2 ** 32) * whole;
  for (const [at, weight] of weights.entries()) {
    if (left < weight) return at;
    left -= weight;
  }
  return weights.length - 1;
}

/** FNV-1a, 32 bits, and MurmurHash3's finish: without that alike ids fall beside each other. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
