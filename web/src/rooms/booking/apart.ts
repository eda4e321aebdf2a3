const DAY = 24 * 60;

/** Minutes that a zone's clock is ahead of UTC. */
function aheadOfUtc(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"));
  return Math.round((shown - at) / 60_000);
}

/** How many minutes the clocks of two zones are from each other: at most half a day. */
export function clocksApart(one: string, other: string, at = Date.now()): number {
  const gap = Math.abs(aheadOfUtc(one, at) - aheadOfUtc(other, at));
  return Math.min(gap, Math.abs(DAY - gap));
}

/** Those whose clock is least far from that one first; as they come, where it is as far. */
export function nearestFirst<One extends { zone: string }>(
  those: readonly One[],
  zone: string,
  at = Date.now(),
): One[] {
  const far = new Map(those.map((one) => [one.zone, clocksApart(one.zone, zone, at)]));
  return those.toSorted((a, b) => (far.get(a.zone) ?? 0) - (far.get(b.zone) ?? 0));
}
