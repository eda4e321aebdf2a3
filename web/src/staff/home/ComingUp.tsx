import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { StaffBookingsAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { MINUTE, useServerNow } from "../../base/now";
import { Panel } from "../../design/Heading";
import { useClock } from "../../rooms/booking/words";

const MOST = 5;
const MINUTES = 5;

/** Sessions that begin `from` a moment on. */
function comingQuery(from: string) {
  const asked = { status: "confirmed", from, limit: MOST };
  return {
    ...answerQuery<StaffBookingsAnswer>(["staff", "bookings", asked], "/staff/bookings", asked),
    placeholderData: (before?: StaffBookingsAnswer) => before,
    staleTime: 0,
    refetchInterval: 30_000,
  };
}

/** The next sessions; nothing where nobody is booked. */
export function ComingUp() {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const now = useServerNow(true, MINUTES * MINUTE);
  const bookings = useQuery(comingQuery(new Date(now).toISOString())).data?.bookings ?? [];
  const zones = new Set(bookings.map(({ zone }) => zone));
  if (bookings.length === 0) return null;
  return (
    <Panel
      title={t("staffHome.coming")}
      actions={
        <Link to="/staff/bookings" className="text-accent hover:underline">
          {t("staffHome.all")}
        </Link>
      }
    >
      <ul className="space-y-3" data-testid="coming-up">
        {bookings.map((booking) => (
          <li key={booking.id}>
            <Link
              to="/staff/bookings"
              search={{ q: booking.number }}
              className="group block outline-offset-4"
            >
              <span className="tabular block font-medium group-hover:text-accent">
                {clock.whole(booking.local, booking.zone)}
                {zones.size > 1 && (
                  <span className="font-normal text-ink-soft">{` · ${formats.zoneName(booking.zone)}`}</span>
                )}
              </span>
              <span className="block text-13 text-ink-soft wrap-anywhere">
                {[booking.serviceName, ...booking.resources.map(({ name }) => name)].join(" · ")}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
