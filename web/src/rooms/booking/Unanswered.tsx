import { useQuery } from "@tanstack/react-query";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { bookingQuery } from "./queries";

/** Of an order whose booking nobody agreed to yet: whose turn it is, by when, and what happens then. */
export function Unanswered({ answerDue }: { answerDue: NonNullable<OrderShown["answerDue"]> }) {
  const { t, formats } = useLanguage();
  const time = formats.until(answerDue.until);
  const theirs = answerDue.by === "studio";
  return (
    <Notice
      tone="held"
      title={t(theirs ? "order.answerDue" : "order.replyDue")}
      testId="outcome"
      actions={
        <ButtonLink kind={theirs ? undefined : "primary"} size="s" to="/bookings">
          {t("order.toBooking")}
        </ButtonLink>
      }
    >
      <p>{t(theirs ? "order.answerDueText" : "order.replyDueText", { time })}</p>
    </Notice>
  );
}

/** Why it is off; of one that booked something, why that is. */
export function WhyOff({ order, otherwise }: { order: OrderShown; otherwise: string }) {
  const { t } = useLanguage();
  const { data } = useQuery(bookingQuery(order.bookingId ?? undefined));
  if (!data?.reason || data.orderId !== order.id) return otherwise;
  return (
    <>
      {t(`booking.reason.${data.reason}`)}
      {data.endNote && (
        <span className="block font-normal wrap-anywhere">
          {t("bookings.theySay", { note: data.endNote })}
        </span>
      )}
    </>
  );
}
