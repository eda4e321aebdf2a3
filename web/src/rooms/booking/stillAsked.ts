import type { SeriesCheckAsked } from "../../base/api/schema";

/** Whether what was checked is what the form asks for by now. Other times that were chosen for some
 * days are part of what was checked; the note changes nothing about it. */
export function isStillAsked(checked: SeriesCheckAsked, now: SeriesCheckAsked): boolean {
  return named(checked) === named(now);
}

const named = (asked: SeriesCheckAsked) => JSON.stringify({ ...asked, changes: [], note: "" });
