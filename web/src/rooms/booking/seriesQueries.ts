import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, renew } from "../../base/api/queries";
import type {
  SeriesAnswer,
  SeriesAsked,
  SeriesCancelAnswer,
  SeriesCancellationShown,
  SeriesCheckAsked,
  SeriesChecked,
  SeriesLeftAnswer,
  SeriesMoveAnswer,
  SeriesMoveAsked,
  SeriesPayAnswer,
  SeriesPayAsked,
} from "../../base/api/schema";
import { useIntent } from "../../base/intent";
import { ownAnswers } from "../../base/session";

ownAnswers("series");

const settle = () =>
  renew(["bookings"], ["series"], ["slots"], ["orders"], ["prepaid"], ["staff", "bookings"]);

export function useSeries(id: string) {
  return useQuery({
    ...answerQuery<SeriesAnswer>(["series", id], `/series/${encodeURIComponent(id)}`),
    refetchInterval: 10_000,
  });
}

/** Which of its times can be had; nothing is held. */
export function useCheckSeries() {
  return useIntent((key, asked: SeriesCheckAsked) =>
    insist<SeriesChecked>("/series/check", asked, key),
  );
}

export function useBookSeries(onBooked: (series: SeriesAnswer) => void) {
  return useIntent((key, asked: SeriesAsked) => insist<SeriesAnswer>("/series", asked, key), {
    onSuccess: onBooked,
    onSettled: settle,
  });
}

/** With what one has first, then one after another; where the provider wants something of the buyer,
 * there. */
export function usePaySeries(
  id: string,
  onElsewhere: (orderId: string) => void,
  onPaid: () => void,
) {
  return useIntent(
    (key, asked: SeriesPayAsked) => insist<SeriesPayAnswer>(`/series/${id}/pay`, asked, key),
    {
      onSuccess: ({ orderId, nextAction }) => {
        if (nextAction?.redirectUrl) window.location.assign(nextAction.redirectUrl);
        else if (orderId) onElsewhere(orderId);
        else onPaid();
      },
      onSettled: () => {
        settle();
        renew(["wallets"]);
      },
    },
  );
}

/** Back from a provider's page without having paid: what was begun there is called off, and what was
 * paid meanwhile counts. */
export function useLeaveSeries(id: string, left: boolean) {
  const leaving = useIntent(
    (key) => insist<SeriesLeftAnswer>(`/series/${encodeURIComponent(id)}/leave-payment`, {}, key),
    {
      onSettled: () => {
        settle();
        renew(["wallets"]);
      },
    },
  );
  const { mutate, isIdle } = leaving;
  useEffect(() => {
    if (left && isIdle) mutate();
  }, [left, isIdle, mutate]);
  return leaving;
}

export function useSeriesCancellation(id: string, since: string | undefined) {
  return useQuery({
    ...answerQuery<SeriesCancellationShown>(
      ["series", id, "cancellation", since],
      `/series/${id}/cancellation`,
      { since },
    ),
    staleTime: 0,
  });
}

export function useCancelSeries(id: string, since: string | undefined, onDone: () => void) {
  return useIntent(
    (key, expectedRefund: number) =>
      insist<SeriesCancelAnswer>(`/series/${id}/cancel`, { since, expectedRefund }, key),
    { onSuccess: onDone, onSettled: settle },
  );
}

export function useMoveSeries(
  id: string,
  onDone: (done: SeriesMoveAnswer, asked: SeriesMoveAsked) => void,
) {
  return useIntent(
    (key, asked: SeriesMoveAsked) => insist<SeriesMoveAnswer>(`/series/${id}/move`, asked, key),
    { onSuccess: onDone, onSettled: settle },
  );
}

export const codeOf = (error: unknown) => (error ? asProblem(error).code : undefined);
