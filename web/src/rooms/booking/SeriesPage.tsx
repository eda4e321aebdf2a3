import { getRouteApi, Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { BookingShown, SeriesAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useLeft } from "../../base/left";
import { Badge } from "../../design/Badge";
import { Button, ButtonLink } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Failure, Refusal } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Notice } from "../../design/Notice";
import { Skeleton, SkeletonText } from "../../design/Skeleton";
import { TONES } from "./BookingCard";
import { CancelDialog } from "./CancelBooking";
import { MoveSeries } from "./MoveSeries";
import { PaySeries } from "./PaySeries";
import { PayWithin } from "./PayWithin";
import { useCancelSeries, useLeaveSeries, useSeries, useSeriesCancellation } from "./seriesQueries";
import { useClock } from "./words";

const route = getRouteApi("/series/$seriesId");

/** Bookings that come again, as one: paid, moved and cancelled together or from one on. */
export function SeriesPage() {
  const { t } = useLanguage();
  const { seriesId } = route.useParams();
  const query = useSeries(seriesId);
  const leaving = useLeaveSeries(seriesId, useLeft(route.useSearch().payment, seriesId));
  return (
    <div className="page max-w-3xl pb-16">
      <Heading
        title={t("series.title")}
        actions={<ButtonLink to="/bookings">{t("bookings.title")}</ButtonLink>}
      />
      {leaving.isError && <Refusal error={leaving.error} />}
      {leaving.isPending ? (
        <Notice tone="held" title={t("order.leaving")} testId="left" />
      ) : (
        leaving.data?.status === "pending" && (
          <Notice tone="held" title={t("order.underWay")} testId="left">
            <p>{t("order.notCalledOff")}</p>
          </Notice>
        )
      )}
      <Loaded
        query={query}
        loading={
          <div role="status" aria-label={t("word.loading")} className="mt-6 space-y-3">
            <Skeleton className="h-24 w-full rounded-l" />
            <Skeleton className="h-64 w-full rounded-l" />
          </div>
        }
      >
        {(series) => <Whole series={series} />}
      </Loaded>
    </div>
  );
}

function Whole({ series }: { series: SeriesAnswer }) {
  const { t, formats } = useLanguage();
  const [cancelling, setCancelling] = useState<string>();
  const [moving, setMoving] = useState<string>();
  const price = (amount: number) => formats.price(amount, series.currency);
  const ahead = series.bookings.filter(({ status }) => ["held", "confirmed"].includes(status));
  const first = ahead[0];
  const last = ahead.at(-1);
  const paid = series.price - series.dueNow - series.due;
  const served = new Set(ahead.map(servedBy));
  const off = series.bookings.filter(({ status }) => status === "cancelled").length;
  const place = useRef<HTMLElement>(null);
  return (
    <div className="mt-6 space-y-6">
      <section
        ref={place}
        tabIndex={-1}
        aria-label={series.serviceName}
        className="space-y-3 rounded-l border border-line bg-raised p-4 outline-none sm:p-5"
      >
        <p className="text-18 font-semibold wrap-anywhere">{series.serviceName}</p>
        <p className="text-ink-soft">
          {t("series.times", { count: series.bookings.length - off || series.bookings.length })}
          {" · "}
          {formats.length(series.minutes)}
          {" · "}
          {formats.zoneName(series.zone)}
        </p>
        {served.size === 1 && <p className="wrap-anywhere">{[...served]}</p>}
        <p className="tabular">
          {t("series.price", { price: price(series.price) })}
          {paid > 0 && ` · ${t("series.paid", { price: price(paid) })}`}
          {series.due > 0 && ` · ${t("series.due", { price: price(series.due) })}`}
        </p>
        {series.dueNow > 0 && series.expiresAt && (
          <PayWithin amount={series.dueNow} currency={series.currency} at={series.expiresAt} />
        )}
        {series.dueNow > 0 && <PaySeries series={series} onPaid={() => place.current?.focus()} />}
        <div className="flex flex-wrap gap-2">
          {first && (
            <>
              <Button onClick={() => setMoving(first.id)}>{t("series.move")}</Button>
              <Button onClick={() => setCancelling(first.id)}>{t("series.cancel")}</Button>
            </>
          )}
        </div>
      </section>
      <ol className="divide-y divide-line border-y border-line">
        {series.bookings.map((booking) => (
          <Session
            key={booking.id}
            booking={booking}
            zone={series.zone}
            last={booking === last}
            served={served.size > 1}
            onCancel={() => setCancelling(booking.id)}
            onMove={() => setMoving(booking.id)}
          />
        ))}
      </ol>
      {cancelling && (
        <CancelRest series={series} since={cancelling} onClose={() => setCancelling(undefined)} />
      )}
      {moving && <MoveSeries series={series} since={moving} onClose={() => setMoving(undefined)} />}
    </div>
  );
}

interface SessionProps {
  booking: BookingShown;
  /** The series' own: whose clock shows another time says so. */
  zone: string;
  /** None comes after it. */
  last: boolean;
  /** Who serves it is said, as others serve others. */
  served: boolean;
  onCancel: () => void;
  onMove: () => void;
}

const servedBy = ({ resources }: BookingShown) => resources.map(({ name }) => name).join(", ");

function Session(props: SessionProps) {
  const { booking, zone, last } = props;
  const { t, formats } = useLanguage();
  const [cancelling, setCancelling] = useState(false);
  const clock = useClock();
  const when = clock.whole(booking.local, zone);
  const standing = ["held", "confirmed"].includes(booking.status);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3" data-session={booking.local}>
      <p className="tabular min-w-0 grow basis-48 font-medium wrap-anywhere">
        <Link
          to="/bookings/$bookingId"
          params={{ bookingId: booking.id }}
          className="text-accent underline underline-offset-4"
        >
          {when}
        </Link>
        {booking.zone !== zone && ` (${formats.zoneName(booking.zone)})`}
        {props.served && (
          <span className="block text-13 font-normal text-ink-soft">{servedBy(booking)}</span>
        )}
      </p>
      <Badge tone={TONES[booking.status]}>{t(`booking.status.${booking.status}`)}</Badge>
      {standing && (
        <span className="flex flex-wrap gap-2">
          {booking.canMove && (
            <ButtonLink
              size="s"
              to="/book"
              search={{ move: booking.id }}
              aria-label={t("series.moveOne", { time: when })}
            >
              {t("bookings.move")}
            </ButtonLink>
          )}
          {booking.canCancel && (
            <Button
              size="s"
              aria-label={t("series.cancelOne", { time: when })}
              onClick={() => setCancelling(true)}
            >
              {t("series.cancelThis")}
            </Button>
          )}
          {!last && (
            <>
              <Button
                size="s"
                kind="plain"
                aria-label={t("series.moveFrom", { time: when })}
                onClick={props.onMove}
              >
                {t("series.moveFromHere")}
              </Button>
              <Button
                size="s"
                kind="plain"
                aria-label={t("series.cancelFrom", { time: when })}
                onClick={props.onCancel}
              >
                {t("series.cancelFromHere")}
              </Button>
            </>
          )}
        </span>
      )}
      {cancelling && <CancelDialog booking={booking} onClose={() => setCancelling(false)} />}
    </li>
  );
}

/** What comes back of all is shown before the button, and is what comes back. */
function CancelRest(props: { series: SeriesAnswer; since: string; onClose: () => void }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const found = useSeriesCancellation(props.series.id, props.since);
  const cancel = useCancelSeries(props.series.id, props.since, props.onClose);
  const { data } = found;
  const price = (amount: number) => formats.price(amount, props.series.currency);
  return (
    <Dialog open onClose={props.onClose} title={t("series.cancelSure")}>
      {found.isError && !data ? (
        <Failure error={found.error} onRetry={() => void found.refetch()} />
      ) : !data ? (
        <SkeletonText lines={4} />
      ) : (
        <div className="space-y-3">
          <ul className="tabular space-y-1 text-13">
            {data.bookings.map((one) => (
              <li key={one.bookingId} className="flex justify-between gap-4">
                <span>{clock.whole(one.local, props.series.zone)}</span>
                <span>{price(one.refund)}</span>
              </li>
            ))}
          </ul>
          <p className="tabular font-semibold" data-testid="refund">
            {data.refund + data.penalty === 0
              ? t("series.nothingPaid")
              : t("series.refund", { refund: price(data.refund), penalty: price(data.penalty) })}
          </p>
        </div>
      )}
      {cancel.isError && (
        <div className="mt-4">
          <Refusal error={cancel.error} />
        </div>
      )}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={props.onClose}>{t("form.keep")}</Button>
        <Button
          kind="danger"
          busy={cancel.isPending}
          disabled={!data}
          onClick={() => data && cancel.mutate(data.refund)}
        >
          {t("series.cancelThese", { count: data?.count ?? 0 })}
        </Button>
      </div>
    </Dialog>
  );
}
