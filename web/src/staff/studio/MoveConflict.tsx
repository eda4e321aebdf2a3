import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type {
  BookingShown,
  ConflictOffers,
  ConflictsAnswer,
  MoveAnswer,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button, ButtonLink } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Dialog } from "../../design/Dialog";
import { Failure, Refusal } from "../../design/Failure";
import { SkeletonText } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { useClock, useWhen } from "../../rooms/booking/words";

export type Conflict = ConflictsAnswer["conflicts"][number];

interface Props {
  conflict: Conflict;
  onClose: () => void;
}

/** What a move would ask for, and how it is called. */
interface Way {
  label: string;
  start: string;
  resources: string[];
}

/** Others at the same time, or other times, for a booking at odds with somebody or something. */
export function MoveConflict({ conflict, onClose }: Props) {
  const { t } = useLanguage();
  const { bookingId, resourceId, number } = conflict;
  const booking = useQuery(
    answerQuery<BookingShown>(["bookings", bookingId], `/bookings/${bookingId}`),
  );
  const offers = useQuery({
    ...answerQuery<ConflictOffers>(
      ["staff", "conflicts", bookingId, resourceId],
      `/staff/conflicts/${bookingId}/offers`,
      { resource: resourceId },
    ),
    staleTime: 0,
  });
  const ways = useWays(conflict, booking.data, offers.data);
  const [chosen, setChosen] = useState<string>();
  const move = useIntent(
    (key, { start, resources }: Way) =>
      insist<MoveAnswer>(`/bookings/${bookingId}/move`, { start, resources }, key),
    {
      onSuccess: () => {
        toast({ title: t("studio.conflictMoved", { number }), tone: "free" });
        onClose();
      },
      onSettled: () =>
        renew(["staff", "bookings"], ["staff", "conflicts"], ["bookings"], ["slots"]),
    },
  );
  const way = chosen === undefined ? undefined : ways[Number(chosen)];
  const failed = [booking, offers].find(({ isError, data }) => isError && !data);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("studio.conflictMoveTitle", { number })}
      text={t("studio.conflictMoveText")}
    >
      <div className="space-y-4">
        {failed ? (
          <Failure error={failed.error} onRetry={() => void failed.refetch()} />
        ) : booking.isPending || offers.isPending ? (
          <SkeletonText lines={4} />
        ) : ways.length === 0 ? (
          <p>{t("studio.conflictNothing")}</p>
        ) : (
          <Choice
            legend={t("studio.conflictOffers")}
            look="rows"
            value={chosen ?? ""}
            items={ways.map(({ label }, place) => ({ value: String(place), label }))}
            onChange={(value) => {
              move.reset();
              move.another();
              setChosen(value);
            }}
          />
        )}
        {move.isError && <Refusal reader="staff" error={move.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <ButtonLink
            needs="POST /api/staff/bookings/{booking_id}/change"
            kind="plain"
            to="/book"
            search={{ move: bookingId }}
          >
            {t("studio.conflictOther")}
          </ButtonLink>
          <Button onClick={onClose}>{t("studio.conflictLeave")}</Button>
          <Button
            kind="primary"
            disabled={!way}
            busy={move.isPending}
            onClick={() => way && move.mutate(way)}
          >
            {t("studio.conflictMove")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function useWays(conflict: Conflict, booking?: BookingShown, offers?: ConflictOffers): Way[] {
  const { t } = useLanguage();
  const clock = useClock();
  const when = useWhen();
  if (!booking || !offers) return [];
  const now = booking.resources.map((one) => one.resourceId);
  return [
    ...offers.people.map((one) => ({
      label: t("studio.conflictInstead", {
        name: one.name,
        time: clock.whole(booking.local, booking.zone),
      }),
      start: booking.start,
      resources: now.map((id) => (id === conflict.resourceId ? one.resourceId : id)),
    })),
    ...offers.times.map((one) => {
      const resources = one.combinations[0]?.resources ?? [];
      const names = resources.map((id) => offers.resources[id]?.name).join(", ");
      const time = when(one);
      return { label: `${time} · ${names}`, start: one.start, resources };
    }),
  ];
}
