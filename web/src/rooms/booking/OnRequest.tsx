import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { BookingShown } from "../../base/api/schema";
import { leftText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useServerNow } from "../../base/now";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { useClock } from "./words";

/** Of a booking on request: whose turn it is and until when, and what was said. */
export function OnRequest({ booking }: { booking: BookingShown }) {
  const { t, locale } = useLanguage();
  const waits = booking.answerBy !== null;
  const now = useServerNow(waits);
  const seconds = Math.max((Date.parse(booking.answerBy ?? "") - now) / 1000, 0);
  const time = leftText(seconds, locale);
  return (
    <>
      {booking.status === "requested" && (
        <p className="tabular font-medium text-held-ink" data-testid="answer-within">
          {t("bookings.answerWithin", { time })}
        </p>
      )}
      {booking.status === "countered" && <Offer booking={booking} time={time} />}
      {booking.answerNote && (
        <p className="wrap-anywhere">{t("bookings.said", { note: booking.answerNote })}</p>
      )}
    </>
  );
}

/** Another time in place of the one that was asked for: to be taken, or not. */
function Offer({ booking, time }: { booking: BookingShown; time: string }) {
  const { t } = useLanguage();
  const clock = useClock();
  const reply = useIntent(
    (key, how: "accept" | "refuse") =>
      insist<BookingShown>(`/bookings/${booking.id}/${how}`, {}, key),
    { onSettled: () => renew(["bookings"], ["slots"], ["orders"], ["order-link"]) },
  );
  const { asked } = booking;
  return (
    <div className="space-y-2" data-testid="counter-offer">
      <p className="font-medium text-held-ink">
        {t("bookings.offeredInstead", { time: asked ? clock.whole(asked.local, asked.zone) : "" })}
      </p>
      <p className="tabular text-13 text-ink-soft">
        {t(asked?.kept ? "bookings.replyKept" : "bookings.replyFreed", { time })}
      </p>
      {reply.isError && <Refusal error={reply.error} />}
      <div className="flex flex-wrap gap-2">
        <Button
          kind="primary"
          size="s"
          busy={reply.isPending && reply.variables === "accept"}
          onClick={() => reply.mutate("accept")}
        >
          {t("bookings.acceptOffer")}
        </Button>
        <Button
          size="s"
          busy={reply.isPending && reply.variables === "refuse"}
          onClick={() => reply.mutate("refuse")}
        >
          {t(asked?.kept ? "bookings.refuseKept" : "bookings.refuseOffer")}
        </Button>
      </div>
    </div>
  );
}
