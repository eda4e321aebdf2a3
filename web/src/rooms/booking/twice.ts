const clocks = new Map<string, Intl.DateTimeFormat>();
/** Minutes by which clocks are put back: an hour, on Lord Howe half of one. */
const BACK = [-60, -30, 30, 60];

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  });
  clocks.set(zone, made);
  return made;
}

/** Whether a place's clock shows that time once more, in the night in which it is put back. `local`
 * says how far it is ahead of UTC: 2026-10-25T02:30+02:00. */
export function comesTwice(local: string, zone: string): boolean {
  const at = Date.parse(local);
  const clock = clockOf(zone);
  const shown = clock.format(at);
  return BACK.some((minutes) => clock.format(at + minutes * 60_000) === shown);
}

/** How far such a time is ahead of UTC: "UTC+02:00". */
export const aheadOf = (local: string) => `UTC${local.slice(16)}`;
