import { insist, remove } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { AskedBookings, NotTakenList, ReplyAnswer } from "../../base/api/schema";
import { useIntent } from "../../base/intent";

export type Request = AskedBookings["requests"][number];
export type Answer = "agree" | "decline" | "counter";

export interface Said {
  note: string;
  start?: string;
  keep?: boolean;
}

const REQUESTS = ["staff", "booking-requests"];
const NOT_TAKEN = ["staff", "not-taken"];

export const requestsQuery = {
  ...answerQuery<AskedBookings>(REQUESTS, "/staff/booking-requests"),
  refetchInterval: 10_000,
};

export const notTakenQuery = answerQuery<NotTakenList>(NOT_TAKEN, "/staff/not-taken");

/** Yes, no, or another time. */
export function useAnswer(id: string, how: Answer, onDone: () => void) {
  return useIntent(
    (key, said: Said) => insist<ReplyAnswer>(`/staff/booking-requests/${id}/${how}`, said, key),
    {
      onSuccess: onDone,
      onSettled: () => renew(REQUESTS, ["staff", "bookings"], ["staff", "orders"]),
    },
  );
}

/** Their client books here no more. */
export function useRefuseClient(bookingId: string, onDone: () => void) {
  return useIntent(
    (key, reason: string) => insist("/staff/not-taken", { bookingId, reason }, key),
    { onSuccess: onDone, onSettled: () => renew(NOT_TAKEN) },
  );
}

export function useTakeAgain() {
  return useIntent((_, id: string) => remove(`/staff/not-taken/${id}`), {
    onSettled: () => renew(NOT_TAKEN),
  });
}
