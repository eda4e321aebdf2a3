import type { BookingShown, TimeBody } from "../../base/api/schema";

const STANDING: readonly BookingShown["status"][] = ["requested", "countered", "held", "confirmed"];

type Own = Pick<BookingShown, "status" | "start" | "end" | "resources">;

/** The booking of one's own that has this time: at the same moment, with some who could serve it. */
export function ownAt<One extends Own>(
  bookings: readonly One[],
  { start, end, combinations }: Pick<TimeBody, "start" | "end" | "combinations">,
): One | undefined {
  const able = new Set(combinations.flatMap(({ resources }) => resources));
  return bookings.find(
    (one) =>
      STANDING.includes(one.status) &&
      Date.parse(one.start) < Date.parse(end) &&
      Date.parse(start) < Date.parse(one.end) &&
      one.resources.some(({ resourceId }) => able.has(resourceId)),
  );
}
