import type {
  BoardAnswer,
  BoardCard,
  BoardNeed,
  BoardResource,
  BoardService,
} from "../../base/api/schema";
import { type Axis, minuteOf } from "./axis";

const MINUTE = 60_000;
const HOUR = 3_600_000;
const HALF_HOUR = 30 * MINUTE;

/** What speaks against a place, as far as the page knows; the server decides. */
export type Verdict = "free" | "kind" | "past" | "grid" | "closed" | "taken";

/** Where a card is to go: which of its resources becomes which other, and from when until when. */
export interface Target {
  start: number;
  end: number;
  from: string;
  to: string;
}

/** Whether the resource can take that role of the card's services. */
export function canServe(
  board: BoardAnswer,
  card: BoardCard,
  role: string,
  resource: BoardResource,
): boolean {
  const needs = [card.serviceId, ...card.also].flatMap(
    (service) =>
      board.services.find(({ id }) => id === service)?.needs.filter((one) => one.role === role) ??
      [],
  );
  return needs.length > 0 && needs.every((need) => isFit(need, resource));
}

/** Whether the card's services have a photographer in it. */
export function takesPhotographer(board: BoardAnswer, card: BoardCard): boolean {
  const needs = board.services
    .filter(({ id }) => id === card.serviceId || card.also.includes(id))
    .flatMap((one) => one.needs);
  return card.takes.some(({ role }) =>
    needs.some((need) => need.role === role && need.kind === "photographer"),
  );
}

function isFit(need: BoardNeed, resource: BoardResource): boolean {
  return (
    need.kind === resource.kind &&
    need.tags.every((tag) => resource.tags.includes(tag)) &&
    (need.resources.length === 0 || need.resources.includes(resource.id))
  );
}

/** What the resource, or a room of its own, can be booked for; what fits into the time that is left
 * there comes first. */
export function servedBy(board: BoardAnswer, resource: BoardResource, at: number): BoardService[] {
  const rooms = board.resources.filter(
    ({ kind, studioId }) => kind === "room" && studioId === resource.id,
  );
  const some = [resource, ...rooms];
  const places = some.flatMap((one) => gapAt(one, at)?.fits ?? []);
  const fits = new Set(places.map((place) => board.services[place]?.id));
  const serves = (need: BoardNeed) => some.some((one) => isFit(need, one));
  return board.services
    .filter(({ active, needs }) => active && needs.some(serves))
    .sort((one, other) => Number(fits.has(other.id)) - Number(fits.has(one.id)));
}

function gapAt({ gaps }: BoardResource, at: number) {
  return gaps.find(({ start, end }) => Date.parse(start) <= at && at < Date.parse(end));
}

/** The first half hour that is left of the days that are shown; else the next. */
export function firstLeft({ gaps }: BoardResource, now: number): number {
  const [first] = gaps;
  return Math.ceil((first ? Date.parse(first.start) : now) / HALF_HOUR) * HALF_HOUR;
}

/** The hour to take away first: the next one, if its day is shown; else the first of the first day
 * that is open, or of the day. */
export function hourToBlock({ days }: BoardAnswer, { open }: BoardResource, now: number): number {
  const next = Math.ceil(now / HOUR) * HOUR;
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last || (Date.parse(first.start) <= next && next < Date.parse(last.end)))
    return next;
  return Date.parse(open[0]?.start ?? first.start);
}

/** Whether a connected calendar says so: it would lay the block again. */
export const isOthers = ({ source }: { source: string }) => source === "calendar";

/** The resources of the card after it went there, in its order. */
export function resourcesAt(card: BoardCard, { from, to }: Pick<Target, "from" | "to">): string[] {
  return card.takes.map(({ resourceId }) => (resourceId === from ? to : resourceId));
}

/** What the rules that the page knows say of the place. */
export function verdictOf(
  board: BoardAnswer,
  axis: Axis,
  card: BoardCard,
  target: Target,
  now: number,
): Verdict {
  const byId = new Map(board.resources.map((one) => [one.id, one]));
  const moved = card.takes.map((taking) => ({
    taking,
    resource: byId.get(taking.resourceId === target.from ? target.to : taking.resourceId),
  }));
  const other = moved.find(({ taking }) => taking.resourceId === target.from);
  if (
    target.from !== target.to &&
    !(other?.resource && canServe(board, card, other.taking.role, other.resource))
  )
    return "kind";
  if (target.start < now) return "past";
  if (!onGrid(board, axis, card, target.start)) return "grid";
  const known = moved.flatMap(({ resource, taking }) =>
    resource ? [{ resource, seats: taking.seats }] : [],
  );
  if (!known.every(({ resource }) => isOpen(board, resource, target))) return "closed";
  return known.every(({ resource, seats }) => hasRoom(board, card, resource, seats, target))
    ? "free"
    : "taken";
}

function onGrid(board: BoardAnswer, axis: Axis, card: BoardCard, start: number): boolean {
  const service = board.services.find(({ id }) => id === card.serviceId);
  if (!service) return true;
  const minute = minuteOf(axis, start);
  return service.fixed.length > 0 ? service.fixed.includes(minute) : minute % service.step === 0;
}

/** Whether the session lies in its hours and under no block. */
function isOpen(board: BoardAnswer, resource: BoardResource, { start, end }: Target): boolean {
  let at = start;
  for (const span of resource.open) {
    const begin = Date.parse(span.start);
    if (begin <= at && at < Date.parse(span.end)) at = Date.parse(span.end);
  }
  if (at < end) return false;
  return !board.blocks.some(
    (block) =>
      block.resourceId === resource.id &&
      !block.soft &&
      Date.parse(block.start) < end &&
      Date.parse(block.end) > start,
  );
}

/** Whether all of it, buffers included, meets no more than the resource has seats for. */
function hasRoom(
  board: BoardAnswer,
  card: BoardCard,
  resource: BoardResource,
  seats: number,
  { start, end }: Target,
): boolean {
  const from = start - resource.bufferBefore * MINUTE;
  const until = end + resource.bufferAfter * MINUTE;
  const met = board.bookings.flatMap((one) =>
    one.id === card.id
      ? []
      : one.takes
          .filter(({ resourceId }) => resourceId === resource.id)
          .map((taking) => ({
            start: Date.parse(taking.start),
            end: Date.parse(taking.end),
            seats: taking.seats,
          }))
          .filter((taking) => taking.start < until && taking.end > from),
  );
  return [{ start: from }, ...met].every(({ start: at }) => {
    const here = met.filter((one) => one.start <= at && at < one.end);
    return here.reduce((sum, one) => sum + one.seats, seats) <= resource.capacity;
  });
}

/** How many minutes it is to take there; undefined: as many as it does, however long its days are. */
export function lengthAt(card: BoardCard, { start, end }: Pick<Target, "start" | "end">) {
  const now = Date.parse(card.end) - Date.parse(card.start);
  return end - start === now ? undefined : (end - start) / MINUTE;
}

/** How many minutes it may take, with what a visit has beside its first service. */
export function lengthsOf(board: BoardAnswer, card: BoardCard): number[] {
  const service = board.services.find(({ id }) => id === card.serviceId);
  return (service?.lengths ?? []).map((one) => one + card.beside);
}

/** Of those the nearest to this one, in ms. */
export function nearestLength(board: BoardAnswer, card: BoardCard, length: number): number {
  const [first = length / MINUTE, ...rest] = lengthsOf(board, card);
  const near = rest.reduce(
    (best, one) =>
      Math.abs(one * MINUTE - length) < Math.abs(best * MINUTE - length) ? one : best,
    first,
  );
  return near * MINUTE;
}

/** The card as it will be once it went there. */
export function cardAt(board: BoardAnswer, card: BoardCard, target: Target): BoardCard {
  const iso = (at: number) => new Date(at).toISOString();
  const byId = new Map(board.resources.map((one) => [one.id, one]));
  return {
    ...card,
    start: iso(target.start),
    end: iso(target.end),
    conflicts: [],
    takes: card.takes.map((taking) => {
      const resourceId = taking.resourceId === target.from ? target.to : taking.resourceId;
      const resource = byId.get(resourceId);
      return {
        ...taking,
        resourceId,
        name: resource?.name ?? taking.name,
        start: iso(target.start - (resource?.bufferBefore ?? 0) * MINUTE),
        end: iso(target.end + (resource?.bufferAfter ?? 0) * MINUTE),
      };
    }),
  };
}
