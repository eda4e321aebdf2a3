import { Link } from "@tanstack/react-router";
import { memo, useState } from "react";
import { renew } from "../../base/api/queries";
import type { StaffBooking } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { MINUTE, useServerNow } from "../../base/now";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { HistoryDialog } from "../../rooms/booking/HistoryDialog";
import { PeopleDialog, useMostPeople } from "../../rooms/booking/PeopleDialog";
import { QuestionsDialog } from "../../rooms/booking/QuestionsDialog";
import { hasReceipt, ReceiptDialog, receiptPath } from "../../rooms/booking/ReceiptDialog";
import { NobodyCame } from "../../rooms/studio/NobodyCame";
import { mayBeSaid } from "../../rooms/studio/whoCame";
import { PayLinkDialog } from "../desk/PayLinkDialog";
import { CancelDialog } from "./CancelDialog";
import { ChangeDialog } from "./ChangeDialog";
import { NOT_PAID, NotPaid } from "./NotPaid";
import { type Action, useAct } from "./queries";
import { WhoComes } from "./WhoComes";

const TONES: Record<StaffBooking["status"], BadgeTone> = {
  requested: "held",
  countered: "accent",
  held: "held",
  confirmed: "free",
  in_progress: "accent",
  completed: "gone",
  cancelled: "gone",
  no_show: "danger",
};

interface Props {
  booking: StaffBooking;
  /** Others begin by another clock. */
  zoned?: boolean;
}

/** A booking as the desk sees it, with what may be done now. */
export const BookingRow = memo(function BookingRow({ booking, zoned }: Props) {
  const { t, formats, locale } = useLanguage();
  const { status } = booking;
  const [cancelling, setCancelling] = useState(false);
  const act = useAct(booking.id);
  const [missing, setMissing] = useState(false);
  const [changing, setChanging] = useState(false);
  const [linking, setLinking] = useState(false);
  const [counting, setCounting] = useState(false);
  const most = useMostPeople(booking);
  const [inviting, setInviting] = useState(false);
  const [reading, setReading] = useState(false);
  const [looking, setLooking] = useState(false);
  const [answering, setAnswering] = useState(false);
  const [denying, setDenying] = useState(false);
  const { open, answered } = booking.questions;
  const rest = booking.price - booking.dueNow;
  const owes = rest > 0 && ["confirmed", "in_progress", "completed"].includes(status);
  const now = useServerNow(true, MINUTE);
  const begun = now >= Date.parse(booking.start);
  const missed = status === "no_show" ? mayBeSaid(booking, now) : [];
  const late = missed.includes("start");
  const when = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(`${booking.local.slice(0, 16)}:00Z`));
  const actions: [Action, string, boolean][] = [
    ["confirm", t("staffBooking.confirm"), status === "held"],
    ["start", t(late ? "staffBooking.late" : "staffBooking.start"), late || status === "confirmed"],
    [
      "complete",
      t("staffBooking.complete"),
      (begun && ["confirmed", "in_progress"].includes(status)) || missed.includes("complete"),
    ],
    ["no-show", t("staffBooking.noShow"), begun && status === "confirmed"],
    ["rest-paid", t("staffBooking.restPaid"), owes],
  ];
  return (
    <li className="space-y-2 py-3" data-booking={booking.number}>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <p className="tabular w-44 shrink-0 font-semibold">
          {when}
          {zoned && (
            <span className="block text-13 font-normal text-ink-soft">
              {formats.zoneName(booking.zone)}
            </span>
          )}
        </p>
        <div className="min-w-0 grow basis-60">
          <p className="wrap-anywhere">
            {booking.serviceName}
            <span className="text-ink-soft">
              {" · "}
              {booking.resources.map(({ name }) => name).join(", ")}
            </span>
          </p>
          <p className="tabular text-13 text-ink-soft wrap-anywhere">
            {booking.clientId ? (
              <Link
                to="/staff/clients/$clientId"
                params={{ clientId: booking.clientId }}
                className="font-medium text-ink hover:text-accent"
              >
                {booking.client ?? t("word.guest")}
              </Link>
            ) : (
              (booking.client ?? t("word.guest"))
            )}
            {booking.clientPhone && (
              <>
                {" · "}
                <a href={`tel:${booking.clientPhone}`} className="hover:text-accent">
                  {booking.clientPhone}
                </a>
              </>
            )}
            {" · "}
            <Link
              to="/staff/orders/$orderId"
              params={{ orderId: booking.orderId }}
              className="hover:text-accent"
            >
              {booking.number}
            </Link>
            {" · "}
            {formats.price(booking.price, booking.currency)}
            {owes &&
              ` · ${t("staffBooking.owes", { price: formats.price(rest, booking.currency) })}`}
            {booking.note && ` · ${booking.note}`}
          </p>
        </div>
        <Badge tone={TONES[status]}>{t(`booking.status.${status}`)}</Badge>
      </div>
      <NobodyCame
        open={missing}
        end={booking.end}
        onClose={() => setMissing(false)}
        onSay={() => act.mutate("no-show")}
      />
      {act.isError && <Refusal reader="staff" error={act.error} />}
      <div className="flex flex-wrap gap-2">
        {actions
          .filter(([, , may]) => may)
          .map(([action, label]) => (
            <Button
              key={action}
              size="s"
              busy={act.isPending && act.variables === action}
              onClick={() => (action === "no-show" ? setMissing(true) : act.mutate(action))}
            >
              {label}
            </Button>
          ))}
        {booking.answerBy && (
          <ButtonLink size="s" to="/staff/booking-requests">
            {t("staffBooking.answer")}
          </ButtonLink>
        )}
        {["held", "confirmed"].includes(status) && (
          <ButtonLink
            needs="POST /api/staff/bookings/{booking_id}/change"
            size="s"
            to="/book"
            search={{ move: booking.id }}
          >
            {t("bookings.move")}
          </ButtonLink>
        )}
        {["held", "confirmed"].includes(status) && most > 1 && (
          <Button
            needs="POST /api/staff/bookings/{booking_id}/change"
            size="s"
            onClick={() => setCounting(true)}
          >
            {t("howMany.open")}
          </Button>
        )}
        {(owes || status === "held") && (
          <Button size="s" onClick={() => setLinking(true)}>
            {t("staffBooking.payLink")}
          </Button>
        )}
        {booking.restByHand && (
          <Button needs={NOT_PAID} size="s" kind="plain" onClick={() => setDenying(true)}>
            {t("staffBooking.notPaid")}
          </Button>
        )}
        {status !== "cancelled" && (
          <Button size="s" onClick={() => setChanging(true)}>
            {t("form.change")}
          </Button>
        )}
        {booking.canCancel && (
          <Button looks size="s" onClick={() => setInviting(true)}>
            {t("participants.who")}
          </Button>
        )}
        {booking.series && (
          <ButtonLink
            kind="plain"
            size="s"
            to="/series/$seriesId"
            params={{ seriesId: booking.series.seriesId }}
          >
            {t("series.nth", { number: booking.series.number, count: booking.series.count })}
          </ButtonLink>
        )}
        {open + answered > 0 && (
          <Button looks size="s" kind="plain" onClick={() => setAnswering(true)}>
            {open > 0 ? t("questions.openCount", { count: open }) : t("questions.title")}
          </Button>
        )}
        {hasReceipt(booking) && (
          <Button looks size="s" kind="plain" onClick={() => setReading(true)}>
            {t("receipt.open")}
          </Button>
        )}
        <Button looks size="s" kind="plain" onClick={() => setLooking(true)}>
          {t("booking.history")}
        </Button>
        {booking.canCancel && (
          <Button size="s" onClick={() => setCancelling(true)}>
            {t("staffBooking.cancel")}
          </Button>
        )}
      </div>
      {looking && (
        <HistoryDialog
          path={`/staff/bookings/${booking.id}`}
          number={booking.number}
          onClose={() => setLooking(false)}
        />
      )}
      {answering && (
        <QuestionsDialog
          bookingId={booking.id}
          number={booking.number}
          reader="staff"
          onClose={() => setAnswering(false)}
        />
      )}
      {reading && (
        <ReceiptDialog
          path={receiptPath(booking.id)}
          booking={booking}
          onClose={() => setReading(false)}
        />
      )}
      {counting && (
        <PeopleDialog
          booking={booking}
          most={most}
          own={false}
          onPay={({ orderId }) => void renew(["staff", "bookings", orderId])}
          onClose={() => setCounting(false)}
        />
      )}
      {denying && booking.restByHand && (
        <NotPaid booking={booking} rest={booking.restByHand} onClose={() => setDenying(false)} />
      )}
      {inviting && <WhoComes booking={booking} onClose={() => setInviting(false)} />}
      {linking && (
        <PayLinkDialog
          at={`/staff/bookings/${booking.id}/pay-link`}
          number={booking.number}
          onMade={() => void renew(["staff", "bookings"])}
          onClose={() => setLinking(false)}
        />
      )}
      {changing && <ChangeDialog booking={booking} onClose={() => setChanging(false)} />}
      {cancelling && <CancelDialog booking={booking} onClose={() => setCancelling(false)} />}
    </li>
  );
});
