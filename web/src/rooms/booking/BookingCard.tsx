import { useState } from "react";
import type { BookingShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Button, ButtonLink } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Failure, Refusal } from "../../design/Failure";
import { SkeletonText } from "../../design/Skeleton";
import { PayRest } from "./PayRest";
import { useCancel, useCancellation } from "./queries";
import { useClock } from "./words";

const TONES: Record<BookingShown["status"], BadgeTone> = {
  held: "held",
  confirmed: "free",
  in_progress: "accent",
  completed: "gone",
  cancelled: "gone",
  no_show: "danger",
};

/** A booking with what can be done about it now. */
export function BookingCard({ booking }: { booking: BookingShown }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const { currency, penalty } = booking;
  return (
    <li
      className="space-y-3 rounded-l border border-line bg-raised p-4 sm:p-5"
      data-booking={booking.number}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 space-y-0.5">
          <p className="text-18 font-semibold wrap-anywhere">{clock.whole(booking.local)}</p>
          <p className="wrap-anywhere">
            {booking.serviceName}
            <span className="text-ink-soft">
              {" · "}
              {booking.resources.map(({ name }) => name).join(", ")}
            </span>
          </p>
          <p className="tabular text-13 text-ink-soft">
            {booking.number}
            {" · "}
            {formats.price(booking.price, currency)}
            {" · "}
            {booking.zone.replaceAll("_", " ")}
          </p>
        </div>
        <Badge tone={TONES[booking.status]}>{t(`booking.status.${booking.status}`)}</Badge>
      </div>
      <PayRest booking={booking} />
      {booking.status === "cancelled" && (
        <p className="text-13 text-ink-soft">
          {t(`booking.reason.${booking.reason ?? "client"}`)}
          {penalty > 0 && ` ${t("bookings.kept", { price: formats.price(penalty, currency) })}`}
        </p>
      )}
      <Actions booking={booking} />
    </li>
  );
}

function Actions({ booking }: { booking: BookingShown }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const again = ["completed", "cancelled", "no_show"].includes(booking.status);
  return (
    <div className="flex flex-wrap gap-2">
      {booking.status === "held" && (
        <ButtonLink
          kind="primary"
          size="s"
          to="/checkout/$orderId"
          params={{ orderId: booking.orderId }}
        >
          {t("bookings.pay")}
        </ButtonLink>
      )}
      {booking.canMove && (
        <ButtonLink size="s" to="/book" search={{ move: booking.id }}>
          {t("bookings.move")}
        </ButtonLink>
      )}
      {booking.canCancel && (
        <Button size="s" onClick={() => setAsking(true)}>
          {t("bookings.cancel")}
        </Button>
      )}
      {again && (
        <ButtonLink size="s" to="/book" search={{ service: booking.serviceId }}>
          {t("bookings.again")}
        </ButtonLink>
      )}
      {booking.status !== "held" && (
        <ButtonLink
          kind="plain"
          size="s"
          to="/orders/$orderId"
          params={{ orderId: booking.orderId }}
        >
          {t("bookings.order")}
        </ButtonLink>
      )}
      {asking && <CancelDialog booking={booking} onClose={() => setAsking(false)} />}
    </div>
  );
}

/** What comes back is shown before the button, and is what comes back. */
function CancelDialog({ booking, onClose }: { booking: BookingShown; onClose: () => void }) {
  const { t, formats } = useLanguage();
  const found = useCancellation(booking.id, true);
  const cancel = useCancel(booking.id, onClose);
  const price = (amount: number) => formats.price(amount, booking.currency);
  const { data } = found;
  return (
    <Dialog open onClose={onClose} title={t("bookings.cancelSure", { number: booking.number })}>
      {found.isError ? (
        <Failure error={found.error} onRetry={() => void found.refetch()} />
      ) : !data ? (
        <SkeletonText lines={3} />
      ) : (
        <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
          <dt className="text-ink-soft">{t("bookings.paid")}</dt>
          <dd className="tabular text-right">{price(data.paid)}</dd>
          <dt className="text-ink-soft">{t("bookings.penalty", { percent: data.percent })}</dt>
          <dd className="tabular text-right">{price(data.penalty)}</dd>
          <dt className="font-semibold">{t("bookings.refund")}</dt>
          <dd className="tabular text-right font-semibold" data-testid="refund">
            {price(data.refund)}
          </dd>
          {data.percent === 0 && data.freeUntil && (
            <dd className="col-span-2 text-13 text-ink-soft">
              {t("bookings.freeUntil", { time: formats.moment(data.freeUntil) })}
            </dd>
          )}
        </dl>
      )}
      {cancel.isError && (
        <div className="mt-4">
          <Refusal error={cancel.error} />
        </div>
      )}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t("bookings.keep")}</Button>
        <Button
          kind="danger"
          busy={cancel.isPending}
          disabled={!data}
          onClick={() => data && cancel.mutate(data.refund)}
        >
          {t("bookings.cancel")}
        </Button>
      </div>
    </Dialog>
  );
}
