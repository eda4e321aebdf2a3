import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { StaffBooking } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { dayAfter } from "../../rooms/booking/days";
import { useClock } from "../../rooms/booking/words";

/** When the session is that an order pays for, and with whom; the way to it. */
export function OrderSession({ bookingId }: { bookingId: string }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const may = useMay();
  const { data: booking } = useQuery({
    ...answerQuery<StaffBooking>(["staff", "bookings", bookingId], `/staff/bookings/${bookingId}`),
    staleTime: 0,
    enabled: may("GET /api/staff/bookings/{booking_id}"),
  });
  if (!booking) return null;
  return (
    <div className="mt-3 border-t border-line pt-3" data-testid="session">
      <p className="tabular font-medium">{clock.whole(booking.local, booking.zone)}</p>
      <p className="text-13 text-ink-soft wrap-anywhere">
        {[...booking.resources.map(({ name }) => name), formats.zoneName(booking.zone)].join(" · ")}
      </p>
      <p className="mt-2">
        <Link
          to="/staff/bookings"
          // By the reader's clock it may begin the day before.
          search={{ q: booking.number, from: dayAfter(booking.local.slice(0, 10), -1) }}
          className="text-accent underline underline-offset-4"
        >
          {t("staffOrder.toBooking")}
        </Link>
      </p>
    </div>
  );
}
