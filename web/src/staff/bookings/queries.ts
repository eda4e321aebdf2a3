import { useQuery } from "@tanstack/react-query";
import { insist } from "../../base/api/client";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type {
  CancellationShown,
  DuesAnswer,
  GalleriesAnswer,
  GalleryRow,
  StaffBooking,
  StaffBookingsAnswer,
} from "../../base/api/schema";
import { useIntent } from "../../base/intent";

export const STATUSES = [
  "requested",
  "countered",
  "held",
  "confirmed",
  "in_progress",
  "completed",
  "cancelled",
  "no_show",
] as const satisfies readonly StaffBooking["status"][];

export const CAUSES = ["client", "weather", "studio"] as const;
export type Cause = (typeof CAUSES)[number];
export type Action = "confirm" | "start" | "complete" | "no-show" | "rest-paid";

export interface BookingSearch {
  q?: string;
  status?: StaffBooking["status"];
  from?: string;
}

export const BOOKINGS = "/staff/bookings";

export const bookingsAsked = ({ q, status, from }: BookingSearch) => ({
  q,
  status,
  from: from && new Date(`${from}T00:00`).toISOString(),
});

export function bookingsQuery(search: BookingSearch) {
  const query = { ...bookingsAsked(search), limit: 50 };
  return listQuery<StaffBookingsAnswer>(["staff", "bookings", query], BOOKINGS, query);
}

export const WHENS = ["overdue", "week", "month", "all"] as const;
export type When = (typeof WHENS)[number];
const DAYS: Record<When, number> = { overdue: 0, week: 7, month: 31, all: 366 };

export interface DueSearch {
  q?: string;
  when?: When;
}

/** What is due of bookings, the oldest first: overdue ones lead. */
export function duesQuery({ q, when = "all" }: DueSearch) {
  const query = { q, days: DAYS[when], overdue: when === "overdue" || undefined, limit: 50 };
  return listQuery<DuesAnswer>(["staff", "dues", query], "/staff/dues", query);
}

export const GALLERY_STATUSES = [
  "draft",
  "choosing",
  "chosen",
  "delivered",
  "ended",
] as const satisfies readonly GalleryRow["status"][];

export interface GallerySearch {
  q?: string;
  status?: GalleryRow["status"];
}

/** What was changed last comes first. */
export function galleriesQuery({ q, status }: GallerySearch) {
  const query = { q, status, limit: 50 };
  return listQuery<GalleriesAnswer>(["staff", "galleries", query], "/staff/galleries", query);
}

const changed = () => renew(["staff", "dues"], ["staff", "bookings"], ["staff", "orders"]);

export function useRestPaid(id: string, onDone: () => void) {
  return useIntent(
    (key, reason: string) => insist(`/staff/bookings/${id}/rest-paid`, { reason }, key),
    { onSuccess: onDone, onSettled: changed },
  );
}

export function useRemind(id: string, onDone: () => void) {
  return useIntent((key) => insist(`/staff/bookings/${id}/remind`, {}, key), {
    onSuccess: onDone,
    onSettled: changed,
  });
}

export function useAct(id: string, onDone?: () => void) {
  return useIntent((key, action: Action) => insist(`/staff/bookings/${id}/${action}`, {}, key), {
    onSuccess: onDone,
    onSettled: () => renew(["staff", "bookings"], ["staff", "orders"]),
  });
}

export function useCancellation(id: string, cause: Cause) {
  return useQuery({
    ...answerQuery<CancellationShown>(
      ["staff", "bookings", id, cause],
      `/bookings/${id}/cancellation`,
      { cause },
    ),
    staleTime: 0,
  });
}

export function useCancel(id: string, onDone: () => void) {
  return useIntent(
    (key, asked: { cause: Cause; reason: string; expectedRefund: number }) =>
      insist(`/bookings/${id}/cancel`, asked, key),
    { onSuccess: onDone, onSettled: () => renew(["staff", "bookings"], ["staff", "orders"]) },
  );
}
