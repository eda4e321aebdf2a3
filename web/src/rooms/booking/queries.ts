import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type {
  BookingShown,
  BookingsAnswer,
  CancellationShown,
  HeatBody,
  HoldAnswer,
  MoveAnswer,
  ServicesBody,
  SlotsBody,
  TimeBody,
  WhyBody,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { ownAnswers } from "../../base/session";

ownAnswers("bookings");

/** A time is offered by others' leave: it is looked at again and again. */
const OFTEN = 10_000;

export interface Search {
  service: string;
  length?: number;
  people: number;
  /** Only with this one. */
  who?: string;
}

const visitorZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function asked({ service, length, people, who }: Search) {
  return { service, length, people, resources: who };
}

export function useServices() {
  const { locale } = useLanguage();
  return useQuery(answerQuery<ServicesBody>(["services", locale], "/services", { locale }));
}

/** The times of a day, by the studio's clock. */
export function useTimes(search: Search, day: string) {
  const query = { ...asked(search), from: `${day}T00:00`, to: `${dayAfter(day)}T00:00` };
  return useQuery({
    ...answerQuery<SlotsBody>(["slots", search, day], "/slots", {
      ...query,
      most: 10,
      zone: visitorZone,
    }),
    refetchInterval: OFTEN,
    staleTime: 0,
  });
}

/** How much is left of each day of a month. */
export function useHeat(search: Search, month: string, enabled: boolean) {
  return useQuery({
    ...answerQuery<HeatBody>(["slots", "heat", search, month], "/slots/heat", {
      ...asked(search),
      month,
    }),
    enabled,
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
    }),
    enabled,
  });
}

/** The first times from now on. */
export function useNext(search: Search, enabled: boolean) {
  return useQuery({
    ...answerQuery<SlotsBody>(["slots", "next", search], "/slots/next", asked(search)),
    enabled,
  });
}

interface Hold {
  serviceId: string;
  start: string;
  length?: number;
  resources: string[] | "any";
  people: number;
  note: string;
}

export function useHoldTime(onHeld: (held: HoldAnswer) => void) {
  return useIntent((key, hold: Hold) => insist<HoldAnswer>("/bookings/hold", hold, key), {
    onSuccess: onHeld,
    onSettled: () => renew(["slots"], ["bookings"], ["orders"]),
  });
}

interface Move {
  id: string;
  start: string;
  resources?: string[];
}

export function useMove(onMoved: (moved: MoveAnswer) => void) {
  return useIntent(
    (key, { id, ...move }: Move) => insist<MoveAnswer>(`/bookings/${id}/move`, move, key),
    {
      onSuccess: onMoved,
      onSettled: () => renew(["slots"], ["bookings"], ["orders"]),
    },
  );
}

const bookingsQuery = listQuery<BookingsAnswer>(["bookings", "mine"], "/bookings", { limit: 20 });

export function useBookings() {
  return useInfiniteQuery({ ...bookingsQuery, staleTime: 0, refetchInterval: OFTEN });
}

export function useBooking(id: string | undefined) {
  return useQuery({
    ...answerQuery<BookingShown>(["bookings", id], `/bookings/${encodeURIComponent(id ?? "")}`),
    enabled: id !== undefined,
  });
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

export function useCancel(id: string, onDone: () => void) {
  return useIntent(
    (key, expectedRefund: number) => insist(`/bookings/${id}/cancel`, { expectedRefund }, key),
    { onSuccess: onDone, onSettled: () => renew(["bookings"], ["slots"], ["orders"]) },
  );
}

/** Other times that came with a refusal. */
export function timesInstead(error: unknown): TimeBody[] {
  const { next } = asProblem(error).body as { next?: TimeBody[] };
  return next ?? [];
}

export function dayAfter(day: string, count = 1): string {
  const next = new Date(`${day}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + count);
  return next.toISOString().slice(0, 10);
}

/** Today by a clock somewhere. */
export function todayIn(zone: string | undefined): string {
  return new Intl.DateTimeFormat("sv-SE", zone ? { timeZone: zone } : {}).format(new Date());
}
