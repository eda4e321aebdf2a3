import type { BoardAnswer } from "../../base/api/schema";

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Cards begin and end at whole five minutes. */
const STEP = 5 * MINUTE;

export interface AxisDay {
  day: string;
  start: number;
  end: number;
  hours: readonly string[];
}

/** Days beside each other (or below), of each the hours `from` to `until`, counted as they pass: on
 * the night of a change of clocks the labels jump, the lengths do not. Moments are in ms. */
export interface Axis {
  days: AxisDay[];
  from: number;
  until: number;
  /** The length of an hour, in px. */
  hour: number;
  /** The length of a day. */
  day: number;
  length: number;
}

type Spans = Pick<BoardAnswer, "days" | "resources" | "bookings">;

/** The hours in which anything is open or booked, of the longest day up to 25; of an office, if
 * nothing is. */
function hoursOf({ days, resources, bookings }: Spans): [number, number] {
  let from = 24;
  let until = 0;
  const edges = days.map((one) => [Date.parse(one.start), Date.parse(one.end)] as const);
  const see = (start: string, end: string) => {
    const begin = Date.parse(start);
    const stop = Date.parse(end);
    for (const [midnight, next] of edges) {
      if (stop <= midnight || begin >= next) continue;
      from = Math.min(from, Math.max(0, Math.floor((begin - midnight) / HOUR)));
      until = Math.max(until, Math.ceil((Math.min(stop, next) - midnight) / HOUR));
    }
  };
  for (const { open } of resources) for (const { start, end } of open) see(start, end);
  for (const { start, end } of bookings) see(start, end);
  return from < until ? [from, until] : [9, 18];
}

/** `hour`: the length of an hour; with `least`, longer where there is so much room. */
export function axisOf(board: Spans, hour: number, least = 0): Axis {
  const [from, until] = hoursOf(board);
  const days = board.days.map(({ day, start, end, hours }) => ({
    day,
    start: Date.parse(start),
    end: Date.parse(end),
    hours,
  }));
  const count = (until - from) * days.length;
  const each = Math.max(hour, Math.floor(least / count));
  return { days, from, until, hour: each, day: (until - from) * each, length: count * each };
}

/** Where a moment lies; what is out of the hours lies at their edge. */
export function placeOf(axis: Axis, at: number): number {
  const { days, from, until, hour, day } = axis;
  const found = days.findLastIndex(({ start }) => start <= at);
  if (found < 0) return 0;
  const hours = (at - (days[found] as AxisDay).start) / HOUR;
  return found * day + Math.min(Math.max(hours - from, 0), until - from) * hour;
}

/** The moment that lies there, to five minutes. */
export function momentAt(axis: Axis, place: number): number {
  const { days, from, hour, day } = axis;
  const found = Math.min(Math.max(Math.floor(place / day), 0), days.length - 1);
  const { start } = days[found] as AxisDay;
  const inside = Math.min(Math.max(place - found * day, 0), day);
  return start + Math.round(((from + inside / hour) * HOUR) / STEP) * STEP;
}

/** The day a moment lies in. */
export function dayOf(axis: Axis, at: number): AxisDay {
  return (axis.days.findLast(({ start }) => start <= at) ?? axis.days[0]) as AxisDay;
}

/** Minutes of the day that the clock shows. */
export function minuteOf(axis: Axis, at: number): number {
  const { start, hours } = dayOf(axis, at);
  const passed = Math.max(at - start, 0);
  const label = hours[Math.min(Math.floor(passed / HOUR), hours.length - 1)] ?? "00:00";
  const [hour = 0, minute = 0] = label.split(":").map(Number);
  return (hour * 60 + minute + Math.floor((passed % HOUR) / MINUTE)) % 1440;
}

/** What the clock shows: "09:30". */
export function clockAt(axis: Axis, at: number): string {
  const minutes = minuteOf(axis, at);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** The moment at which the clock shows that time on that day; the first, if it comes twice. */
export function momentOf(axis: Axis, day: string, clock: string): number | undefined {
  const found = axis.days.find((one) => one.day === day);
  if (!found) return undefined;
  for (let at = found.start; at < found.end; at += STEP) if (clockAt(axis, at) === clock) return at;
  return undefined;
}
