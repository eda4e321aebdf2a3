import { queryOptions, useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { get, insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type {
  AnswerGiven,
  BookingShown,
  BookingsAnswer,
  CancellationShown,
  HeatBody,
  HoldAnswer,
  MoveAnswer,
  PhotographersAnswer,
  ServicesBody,
  SlotsBody,
  StudiosAnswer,
  TimeBody,
  WhyBody,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { ownAnswers } from "../../base/session";
import { dayAfter } from "./days";
import type { Whom } from "./desk";
import type { Beside } from "./Goods";
import { type Offered, withGone } from "./offered";

ownAnswers("bookings");

/** A booking's state is others' to change, too: it is looked at again and again. */
const OFTEN = 10_000;
/** What is taken is told live; hours and services that change are not. */
const SELDOM = 30_000;

export interface Search {
  service: string;
  length?: number;
  people: number;
  /** Only with this one. */
  who?: string;
  /** Only in one of these: what a place has for it. */
  where?: string[];
  /** What is added to it, by id. */
  extras?: string[];
  /** Where the client is: latitude and longitude. */
  near?: string;
  /** Further services of the visit: an id and the minutes, with a colon between. */
  also?: string[];
  /** The booking that is to be moved: its own time counts as free. */
  moving?: string;
}

export const visitorZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Those who are named; else the shop chooses. */
export function namedIn({ who, where = [] }: Search): string[] {
  return who ? [who, ...where] : where;
}

function asked(search: Search) {
  const { service, length, people, near, moving } = search;
  const added = [...(search.extras ?? []), ...(search.also ?? [])].join(",");
  return {
    service,
    length,
    people,
    near,
    moving,
    resources: namedIn(search).join(","),
    with: added,
  };
}

export function useServices() {
  const { locale } = useLanguage();
  return useQuery(answerQuery<ServicesBody>(["services", locale], "/services", { locale }));
}

export function usePhotographers() {
  const { locale } = useLanguage();
  return useQuery({
    ...answerQuery<PhotographersAnswer>(["photographers", locale], "/photographers", { locale }),
  });
}

/** By name; from somewhere, the nearest first. */
export function useStudios(near?: string) {
  const { locale } = useLanguage();
  return useQuery({
    ...answerQuery<StudiosAnswer>(["studios", locale, near], "/studios", { locale, near }),
  });
}

/** The times of a day, by the studio's clock; with those that went while one looked at this very day. */
export function timesQuery(search: Search, day: string, locale: string) {
  const asking = {
    ...asked(search),
    from: `${day}T00:00`,
    to: day && `${dayAfter(day)}T00:00`,
    locale,
    most: 10,
    zone: visitorZone,
  };
  return queryOptions({
    queryKey: ["slots", search, day, locale] as readonly unknown[],
    queryFn: async ({ signal }) =>
      withGone(undefined, await get<SlotsBody>("/slots", asking, signal)),
    // No `select` beside it: what that gives is laid over what was shown before, of another day too.
    structuralSharing: (before, next) => withGone(before as Offered | undefined, next as Offered),
    enabled: day !== "",
    refetchInterval: SELDOM,
    staleTime: 0,
  });
}

export function useTimes(search: Search, day: string) {
  const { locale } = useLanguage();
  return useQuery(timesQuery(search, day, locale));
}

/** How much is left of each day of these months. */
export function useHeat(search: Search, months: readonly string[]) {
  const asks = months.map((month) =>
    answerQuery<HeatBody>(["slots", "heat", search, month], "/slots/heat", {
      ...asked(search),
      month,
    }),
  );
  return useQueries({
    queries: asks,
    combine: (answers) => ({
      today: answers.find(({ data }) => data)?.data?.today,
      of: new Map(
        answers.flatMap(({ data }) => (data?.days ?? []).map((each) => [each.day, each])),
      ),
    }),
  });
}

/** Why there is none, where there is none. */
export function useWhy(search: Search, day: string, enabled: boolean) {
  const { locale } = useLanguage();
  return useQuery({
    ...answerQuery<WhyBody>(["slots", "why", search, day, locale], "/slots/why", {
      ...asked(search),
      day,
      locale,
      zone: visitorZone,
    }),
    enabled,
  });
}

/** The first times from now on, or from a moment on. Of who says neither where nor with whom, those
 * by the clock that is least far from theirs. */
export function useNext(search: Search, enabled: boolean, from?: string, count?: number) {
  const { locale } = useLanguage();
  const nearest = namedIn(search).length === 0 && !search.near;
  const query = { ...asked(search), from, count, locale, zone: visitorZone, nearest };
  return useQuery({
    ...answerQuery<SlotsBody>(["slots", "next", search, from, locale], "/slots/next", query),
    enabled,
  });
}

/** A time with all that is to be had then, as it is held or waited for. */
export function timeAsked(search: Search, start: string, note: string, goods: readonly Beside[]) {
  const named = namedIn(search);
  const { service, length, people, near, extras } = search;
  return {
    serviceId: service,
    start,
    length,
    people,
    near,
    note,
    extras,
    resources: named.length > 0 ? named : ("any" as const),
    also: search.also?.map((one) => {
      const [serviceId = "", minutes] = one.split(":");
      return { serviceId, length: Number(minutes) };
    }),
    items: goods.map(({ price: _, ...line }) => line),
  };
}

type Hold = ReturnType<typeof timeAsked> &
  Whom & {
    answers: AnswerGiven[];
    contact?: { name: string; email: string | null; phone: string };
    expectedPrice?: number;
    later?: boolean;
    over?: string;
    pay?: "all";
  };

export function useHoldTime(onHeld: (held: HoldAnswer) => unknown) {
  return useIntent((key, hold: Hold) => insist<HoldAnswer>("/bookings/hold", hold, key), {
    onSuccess: onHeld,
    onSettled: () =>
      renew(["slots"], ["bookings"], ["orders"], ["products"], ["staff", "bookings"]),
  });
}

interface Move {
  id: string;
  start: string;
  people?: number;
  resources?: string[];
  near?: string;
  over?: string;
  /** What is dearer is paid before it moves. */
  payDifference?: boolean;
  moveFee?: number;
}

/** What shows when a booking is, to its client and to staff. */
const TIMES = [
  ["slots"],
  ["bookings"],
  ["series"],
  ["prepaid"],
  ["orders"],
  ["order-link"],
  ["staff", "bookings"],
  ["staff", "dues"],
];

export function useMove(onMoved: (moved: MoveAnswer) => unknown) {
  return useIntent(
    (key, { id, ...move }: Move) => insist<MoveAnswer>(`/bookings/${id}/move`, move, key),
    {
      onSuccess: onMoved,
      onSettled: () => renew(...TIMES),
    },
  );
}

/** One's own: those to come, the soonest first; or those that are over, the latest first. */
export function useBookings(when: "ahead" | "past") {
  const { locale } = useLanguage();
  return useInfiniteQuery({
    ...listQuery<BookingsAnswer>(["bookings", "mine", when, locale], "/bookings", {
      when,
      limit: 20,
    }),
    staleTime: 0,
    refetchInterval: OFTEN,
  });
}

export function bookingQuery(id: string | undefined) {
  return {
    ...answerQuery<BookingShown>(["bookings", id], `/bookings/${encodeURIComponent(id ?? "")}`),
    enabled: id !== undefined,
  };
}

export function useBooking(id: string | undefined) {
  return useQuery(bookingQuery(id));
}

/** What cancelling would come to, as long as it is asked. */
export function useCancellation(id: string, enabled: boolean) {
  return useQuery({
    ...answerQuery<CancellationShown>(
      ["bookings", id, "cancellation"],
      `/bookings/${id}/cancellation`,
    ),
    enabled,
    staleTime: 0,
  });
}

export function useCancel(id: string, onDone: (refund: number) => void) {
  return useIntent(
    (key, expectedRefund: number) => insist(`/bookings/${id}/cancel`, { expectedRefund }, key),
    { onSuccess: (_, refund) => onDone(refund), onSettled: () => renew(...TIMES) },
  );
}

/** Other times that came with a refusal. */
export function timesInstead(error: unknown): TimeBody[] {
  if (!error) return [];
  const { next } = asProblem(error).body as { next?: TimeBody[] };
  return next ?? [];
}

/** Today by a clock somewhere, as the browser has it: only where to begin to look. */
export function todayIn(zone: string | undefined): string {
  return new Intl.DateTimeFormat("sv-SE", zone ? { timeZone: zone } : {}).format(new Date());
}
