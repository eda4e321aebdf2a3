import type { BookingShown, ServiceBody, SlotsBody, TimeBody } from "../../base/api/schema";
import type { TakenTime } from "./live";

/** The times of a day, with those that were offered while one looked and are not any more. */
export type Offered = SlotsBody & { gone: TimeBody[] };

type Reads = (id: string) => TakenTime | undefined;
type Resources = SlotsBody["resources"];
type Needs = ServiceBody["needs"];

/** The newest answer beside what was seen before it: a time that goes turns grey where it stands. */
export function withGone(before: Offered | undefined, next: SlotsBody): Offered {
  const offered = new Set(next.times.map(nameOf));
  const seen = before && before.minutes === next.minutes ? [...before.times, ...before.gone] : [];
  return {
    ...next,
    resources: { ...before?.resources, ...next.resources },
    gone: seen.filter((time) => !offered.has(nameOf(time))),
  };
}

/** What tells a time from every other of a day: another place may have one at the same moment. */
export function nameOf({ start, zone }: TimeBody): string {
  return `${start} ${zone}`;
}

/** Whether another place has a time at the same moment. */
export function isElsewhereToo(time: TimeBody, times: readonly TimeBody[]): boolean {
  return times.some(({ start, zone }) => start === time.start && zone !== time.zone);
}

/** By the clocks they are told by: the reader's own first, the others as they come. */
export function byClock(times: readonly TimeBody[]): Map<string, TimeBody[]> {
  const own = times.filter(({ local, visitor }) => !visitor || visitor === local);
  const zones = new Set([...own, ...times].map(({ zone }) => zone));
  return new Map(
    [...zones].map((zone) => [zone, times.filter((time) => time.zone === zone)] as const),
  );
}

/** All of them in the order of the day, once each. */
export function inOrder(offered: Offered): TimeBody[] {
  return [...offered.times, ...offered.gone].sort((a, b) => a.start.localeCompare(b.start));
}

/** Of a booking that is to be moved: what it takes counts as free for itself. */
export type Own = Pick<BookingShown, "start" | "end" | "resources">;

/** Whether somebody can serve it, by what is told live; what is as one has it is no other time. */
export function isFree(
  time: TimeBody,
  needs: Needs,
  people: number,
  resources: Resources,
  read: Reads,
  own?: Own,
): boolean {
  const [start, end] = [Date.parse(time.start), Date.parse(time.end)];
  const has = new Set(own?.resources.map(({ resourceId }) => resourceId));
  return time.combinations.some((combination) => {
    if (time.start === own?.start && combination.resources.every((id) => has.has(id))) return false;
    return combination.resources.every((id, index) => {
      const { before = 0, after = 0 } = resources[id] ?? {};
      const seats = needs[index]?.seats === "people" ? people : 1;
      const [from, until] = [start - before * 60_000, end + after * 60_000];
      const freed = own && has.has(id) ? around(own, before, after) : undefined;
      return !(read(id)?.taken ?? []).some(
        (span) =>
          span.left < seats &&
          without([Date.parse(span.start), Date.parse(span.end)], freed).some(
            ([begun, over]) => begun < until && over > from,
          ),
      );
    });
  });
}

type Span = [number, number];

function around({ start, end }: Own, before: number, after: number): Span {
  return [Date.parse(start) - before * 60_000, Date.parse(end) + after * 60_000];
}

/** What is left of a span beside another. */
function without([begun, over]: Span, freed?: Span): Span[] {
  if (!freed) return [[begun, over]];
  const parts: Span[] = [
    [begun, Math.min(over, freed[0])],
    [Math.max(begun, freed[1]), over],
  ];
  return parts.filter(([from, until]) => from < until);
}
