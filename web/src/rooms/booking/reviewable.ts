import type { BookingShown } from "../../base/api/schema";

export interface ToReview {
  /** Whom and what one had a session with. */
  resources: ReadonlySet<string>;
  /** How many sessions of a series took place; 1 of what is no series. */
  sessions: number;
}

/** What can be reviewed beside which booking: the sessions of a series are one, beside the last of
 * them that took place. */
export function reviewable(bookings: readonly BookingShown[]): Map<string, ToReview> {
  const groups = new Map<string, BookingShown[]>();
  for (const one of bookings) {
    if (one.status !== "completed") continue;
    const key = one.series?.seriesId ?? one.id;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const found = new Map<string, ToReview>();
  for (const group of groups.values()) {
    const last = group.reduce((late, one) => (one.start > late.start ? one : late));
    const resources = group.flatMap((one) => one.resources.map(({ resourceId }) => resourceId));
    found.set(last.id, { resources: new Set(resources), sessions: group.length });
  }
  return found;
}
