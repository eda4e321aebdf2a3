import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { answerQuery } from "../../base/api/queries";
import type { StaffBooking } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Panel } from "../../design/Heading";
import { useClock } from "../../rooms/booking/words";
import { dayAfter } from "../../rooms/studio/days";
import { conflictsQuery } from "../../rooms/studio/queries";
import { CancelDialog } from "../bookings/CancelDialog";
import { type Conflict, MoveConflict } from "./MoveConflict";

/** Bookings that stand where they no longer should; nothing, while there are none. Each is moved or
 * cancelled here. */
export function Conflicts() {
  const { t } = useLanguage();
  const clock = useClock();
  const query = useQuery(conflictsQuery);
  const found = query.data?.conflicts ?? [];
  const [open, setOpen] = useState<{ what: "move" | "cancel"; one: Conflict }>();
  const close = () => {
    setOpen(undefined);
    void query.refetch();
  };
  return (
    <>
      {found.length > 0 && (
        <Panel
          title={t("studio.conflicts", { count: found.length })}
          text={t("studio.conflictsText")}
        >
          <ul className="max-h-96 divide-y divide-line overflow-y-auto">
            {found.map((one) => (
              <li
                key={`${one.kind}/${one.bookingId}/${one.resourceId}/${one.note}`}
                data-conflict={one.number}
                className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2"
              >
                <p className="min-w-0 grow basis-60 wrap-anywhere">
                  <Link
                    to="/staff/bookings"
                    // By the reader's clock it may begin the day before.
                    search={{ q: one.number, from: dayAfter(one.wall.slice(0, 10), -1) }}
                    className="font-medium hover:underline"
                  >
                    {one.number}
                  </Link>{" "}
                  <Link
                    to="/staff/resources/$resourceId"
                    params={{ resourceId: one.resourceId }}
                    className="underline"
                  >
                    {one.resource}
                  </Link>
                  {": "}
                  {t(`studio.conflict.${one.kind}`, {
                    wall: clock.whole(one.wall, one.zone),
                    shows: one.shows ? clock.whole(one.shows, one.zone) : "",
                    note: one.note,
                  })}
                </p>
                <Button
                  size="s"
                  aria-label={t("studio.conflictMoveNamed", { number: one.number })}
                  onClick={() => setOpen({ what: "move", one })}
                >
                  {t("studio.conflictMove")}
                </Button>
                <Button
                  size="s"
                  aria-label={t("studio.conflictCancelNamed", { number: one.number })}
                  onClick={() => setOpen({ what: "cancel", one })}
                >
                  {t("studio.conflictCancel")}
                </Button>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {open?.what === "move" && <MoveConflict conflict={open.one} onClose={close} />}
      {open?.what === "cancel" && <Cancel id={open.one.bookingId} onClose={close} />}
    </>
  );
}

function Cancel({ id, onClose }: { id: string; onClose: () => void }) {
  const found = useQuery(
    answerQuery<StaffBooking>(["staff", "bookings", id], `/staff/bookings/${id}`),
  );
  return found.data ? <CancelDialog booking={found.data} onClose={onClose} /> : null;
}
