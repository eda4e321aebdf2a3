import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { BookingShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { orderLink } from "../../base/orderLink";
import { useSession } from "../../base/session";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Button, ButtonLink } from "../../design/Button";
import { classes } from "../../design/classes";
import { DownloadLink } from "../../design/DownloadLink";
import { AfterSession } from "./AfterSession";
import { BookedTerms } from "./Agreement";
import { CancelDialog } from "./CancelBooking";
import { bookingPath, HistoryDialog } from "./HistoryDialog";
import { OnRequest } from "./OnRequest";
import { ParticipantsDialog } from "./Participants";
import { PayOtherwise } from "./PayFirst";
import { PayRest } from "./PayRest";
import { PayWithin } from "./PayWithin";
import { PeopleDialog, useMostPeople } from "./PeopleDialog";
import { QuestionsDialog } from "./QuestionsDialog";
import { hasReceipt, ReceiptDialog, receiptPath } from "./ReceiptDialog";
import type { ToReview } from "./reviewable";
import { Where } from "./Where";
import { WriteLinks } from "./WriteLinks";
import { timeOf, useClock } from "./words";

export const TONES: Record<BookingShown["status"], BadgeTone> = {
  requested: "held",
  countered: "accent",
  held: "held",
  confirmed: "free",
  in_progress: "accent",
  completed: "gone",
  cancelled: "gone",
  no_show: "danger",
};

/** A booking with what can be done about it now; by the link of a mail all but what leads to others
 * of its client. */
export function BookingCard({ booking, review }: { booking: BookingShown; review?: ToReview }) {
  const { t } = useLanguage();
  return (
    <li
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-3 rounded-l border border-line bg-raised p-4 sm:gap-x-5 sm:p-5"
      data-booking={booking.number}
    >
      <DayTile booking={booking} />
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <When booking={booking} />
        <Badge tone={TONES[booking.status]}>{t(`booking.status.${booking.status}`)}</Badge>
      </div>
      {/* On a phone below the day, too: buttons have the card's width. */}
      <div className="col-span-2 space-y-3 sm:col-span-1 sm:col-start-2">
        <Money booking={booking} />
        <PayOtherwise booking={booking} />
        {booking.onRequest && <OnRequest booking={booking} />}
        <PayRest booking={booking} />
        <BookedTerms booking={booking} />
        {review && <AfterSession review={review} />}
        <Actions booking={booking} />
      </div>
    </li>
  );
}

/** The day as a calendar's leaf; what is over is pale. */
function DayTile({ booking }: { booking: BookingShown }) {
  const clock = useClock();
  const { number, weekday, month } = clock.day(booking.local);
  const over = ["completed", "cancelled", "no_show"].includes(booking.status);
  return (
    <span
      aria-hidden="true"
      className={classes(
        "flex h-18 w-14 shrink-0 flex-col items-center justify-center rounded-m sm:w-16",
        over ? "bg-sunken text-ink-soft" : "bg-accent-soft text-accent",
      )}
    >
      <span className="text-13">{month}</span>
      <span className="tabular text-24 leading-7 font-semibold">{number}</span>
      <span className="text-13">{weekday}</span>
    </span>
  );
}

function When({ booking }: { booking: BookingShown }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const minutes = (Date.parse(booking.end) - Date.parse(booking.start)) / 60_000;
  const here = formats.until(booking.start);
  return (
    <div className="min-w-0 grow basis-60 space-y-0.5">
      <p className="text-18 font-semibold wrap-anywhere">
        {clock.whole(booking.local, booking.zone)}
      </p>
      <p className="wrap-anywhere">
        {booking.serviceName}
        {" · "}
        {formats.length(minutes)}
        {booking.people > 1 && ` · ${t("bookings.people", { count: booking.people })}`}
      </p>
      <p className="text-ink-soft wrap-anywhere">
        {booking.resources.map(({ name }) => name).join(", ")}
      </p>
      <Where place={booking.place} />
      <p className="tabular text-13 text-ink-soft">
        {booking.number}
        {" · "}
        {formats.zoneName(booking.zone)}
        {!here.endsWith(timeOf(booking.local)) && ` · ${t("book.yours", { time: here })}`}
      </p>
    </div>
  );
}

/** What it costs, what is still to be paid and until when, or what was kept. */
function Money({ booking }: { booking: BookingShown }) {
  const { t, formats } = useLanguage();
  const { currency, price, dueNow, penalty, expiresAt } = booking;
  if (booking.status === "held" && expiresAt !== null)
    return <PayWithin amount={dueNow} currency={currency} at={expiresAt} />;
  if (booking.status === "cancelled") {
    return (
      <p className="text-13 text-ink-soft">
        {t(`booking.reason.${booking.reason ?? "client"}`)}
        {penalty > 0 && ` ${t("bookings.kept", { price: formats.price(penalty, currency) })}`}
        {booking.endNote && (
          <span className="block text-ink wrap-anywhere">
            {t("bookings.theySay", { note: booking.endNote })}
          </span>
        )}
      </p>
    );
  }
  return <p className="tabular text-13 text-ink-soft">{formats.price(price, currency)}</p>;
}

function Actions({ booking }: { booking: BookingShown }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const [inviting, setInviting] = useState(false);
  const [reading, setReading] = useState(false);
  const [looking, setLooking] = useState(false);
  const [answering, setAnswering] = useState(false);
  const [counting, setCounting] = useState(false);
  const navigate = useNavigate();
  const most = useMostPeople(booking);
  const member = Boolean(useSession()?.user);
  const link = orderLink();
  const own = link === "";
  const again = ["completed", "cancelled", "no_show"].includes(booking.status);
  return (
    <div className="flex flex-wrap gap-2">
      {own && booking.status === "held" && (
        <ButtonLink
          kind="primary"
          size="s"
          to="/checkout/$orderId"
          params={{ orderId: booking.orderId }}
        >
          {t("bookings.pay")}
        </ButtonLink>
      )}
      {booking.pictures && booking.pictures.status !== "ended" && (
        <ButtonLink
          kind={booking.pictures.status === "chosen" ? "quiet" : "primary"}
          size="s"
          to={own ? "/bookings/$bookingId/pictures" : "/order/pictures/$bookingId"}
          params={{ bookingId: booking.id }}
          hash={link}
        >
          {booking.pictures.status === "choosing"
            ? t("galleries.toChoose")
            : t("galleries.open", { count: booking.pictures.count })}
        </ButtonLink>
      )}
      {booking.questions.open > 0 && (
        <Button size="s" onClick={() => setAnswering(true)}>
          {t("questions.answer", { count: booking.questions.open })}
        </Button>
      )}
      {booking.canMove &&
        (own ? (
          <ButtonLink size="s" to="/book" search={{ move: booking.id }}>
            {t("bookings.move")}
          </ButtonLink>
        ) : (
          <ButtonLink size="s" to="/order/move" hash={link}>
            {t("bookings.move")}
          </ButtonLink>
        ))}
      {booking.canMove && most > 1 && (
        <Button size="s" onClick={() => setCounting(true)}>
          {t("howMany.open")}
        </Button>
      )}
      {booking.canCancel && (
        <Button size="s" onClick={() => setAsking(true)}>
          {t("bookings.cancel")}
        </Button>
      )}
      {own && !again && (
        <Button size="s" onClick={() => setInviting(true)}>
          {t("participants.who")}
        </Button>
      )}
      {again && (
        <ButtonLink size="s" to="/book" search={{ service: booking.serviceId }}>
          {t("bookings.again")}
        </ButtonLink>
      )}
      {booking.status === "confirmed" && (
        <DownloadLink
          href={`/api/bookings/${booking.id}/calendar`}
          label={t("bookings.calendarFile")}
        />
      )}
      {own && !["requested", "countered", "held"].includes(booking.status) && (
        <ButtonLink
          kind="plain"
          size="s"
          to="/orders/$orderId"
          params={{ orderId: booking.orderId }}
        >
          {t("bookings.order")}
        </ButtonLink>
      )}
      {(member || !again) && <WriteLinks booking={booking} own={own} />}
      {own && booking.series && (
        <ButtonLink
          kind="plain"
          size="s"
          to="/series/$seriesId"
          params={{ seriesId: booking.series.seriesId }}
        >
          {t("series.nth", { number: booking.series.number, count: booking.series.count })}
        </ButtonLink>
      )}
      {booking.questions.open === 0 && booking.questions.answered > 0 && (
        <Button kind="plain" size="s" onClick={() => setAnswering(true)}>
          {t("questions.title")}
        </Button>
      )}
      {hasReceipt(booking) && (
        <Button kind="plain" size="s" onClick={() => setReading(true)}>
          {t("receipt.open")}
        </Button>
      )}
      <Button kind="plain" size="s" onClick={() => setLooking(true)}>
        {t("booking.history")}
      </Button>
      {counting && (
        <PeopleDialog
          booking={booking}
          most={most}
          own
          onPay={({ orderId, payPath }) =>
            void (payPath
              ? navigate({ to: payPath })
              : navigate({ to: "/checkout/$orderId", params: { orderId } }))
          }
          onClose={() => setCounting(false)}
        />
      )}
      {looking && (
        <HistoryDialog
          path={bookingPath(booking.id)}
          number={booking.number}
          onClose={() => setLooking(false)}
        />
      )}
      {reading && (
        <ReceiptDialog
          path={receiptPath(booking.id)}
          booking={booking}
          onClose={() => setReading(false)}
        />
      )}
      {answering && (
        <QuestionsDialog
          bookingId={booking.id}
          number={booking.number}
          onClose={() => setAnswering(false)}
        />
      )}
      {inviting && (
        <ParticipantsDialog
          bookingId={booking.id}
          number={booking.number}
          onClose={() => setInviting(false)}
        />
      )}
      {asking && <CancelDialog booking={booking} onClose={() => setAsking(false)} />}
    </div>
  );
}
