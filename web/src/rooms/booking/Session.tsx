import { useQuery } from "@tanstack/react-query";
import type { BookingShown, OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { DownloadLink } from "../../design/DownloadLink";
import { PayRest } from "./PayRest";
import { bookingQuery } from "./queries";
import { Where } from "./Where";
import { timeOf, useClock } from "./words";

/** A moment after it was paid the session stands. */
const SOON = 1000;

/** When the session is, where and with whom, beside an order that pays for one. */
export function Session({ order }: { order: OrderShown }) {
  const { bookingId, status } = order;
  const { data } = useQuery({
    ...bookingQuery(bookingId ?? undefined),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      status === "paid" && state.data?.status === "held" ? SOON : false,
  });
  return data ? <Told booking={data} order={order} /> : null;
}

function Told({ booking, order }: { booking: BookingShown; order: OrderShown }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const minutes = (Date.parse(booking.end) - Date.parse(booking.start)) / 60_000;
  const here = formats.until(booking.start);
  const rest = booking.status === "held" && booking.orderId === order.id;
  const later = booking.price - booking.dueNow;
  return (
    <div className="mb-4 space-y-0.5 border-b border-line pb-4" data-testid="session">
      <p className="font-semibold wrap-anywhere">
        {clock.whole(booking.local, booking.zone)}
        <span className="font-normal text-ink-soft">
          {" · "}
          {formats.length(minutes)}
        </span>
      </p>
      {!here.endsWith(timeOf(booking.local)) && (
        <p className="tabular text-13 text-ink-soft">
          {formats.zoneName(booking.zone)}
          {" · "}
          {t("book.yours", { time: here })}
        </p>
      )}
      <p className="wrap-anywhere">{booking.resources.map(({ name }) => name).join(", ")}</p>
      <Where place={booking.place} />
      {rest && later > 0 && (
        <p className="tabular text-13 text-ink-soft" data-testid="session-rest">
          {t("bookings.restLater", {
            price: formats.price(booking.price, booking.currency),
            rest: formats.price(later, booking.currency),
          })}
        </p>
      )}
      {order.status !== "pending" && booking.orderId === order.id && (
        <div className="pt-2 empty:hidden">
          <PayRest booking={booking} />
        </div>
      )}
      {booking.status === "confirmed" && (
        <div className="pt-2">
          <DownloadLink
            href={`/api/bookings/${booking.id}/calendar`}
            label={t("bookings.calendarFile")}
          />
        </div>
      )}
    </div>
  );
}
