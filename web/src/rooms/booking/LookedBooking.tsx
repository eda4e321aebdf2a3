import type { BookingLooked } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { TONES } from "./BookingCard";
import { timeOf, useClock } from "./words";

/** When, where and with whom, for somebody who can change nothing of it. */
export function LookedBooking({ booking }: { booking: BookingLooked }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const minutes = (Date.parse(booking.end) - Date.parse(booking.start)) / 60_000;
  const here = formats.until(booking.start);
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="text-18 font-semibold wrap-anywhere">
          {clock.whole(booking.local, booking.zone)}
        </p>
        <Badge tone={TONES[booking.status]}>{t(`booking.status.${booking.status}`)}</Badge>
      </div>
      <div className="space-y-0.5">
        <p className="wrap-anywhere">
          {booking.serviceName}
          {" · "}
          {formats.length(minutes)}
        </p>
        <p className="text-ink-soft wrap-anywhere">{booking.resources.join(", ")}</p>
        {booking.place && <p className="wrap-anywhere">{booking.place}</p>}
        <p className="tabular text-13 text-ink-soft">
          {booking.number}
          {" · "}
          {formats.zoneName(booking.zone)}
          {!here.endsWith(timeOf(booking.local)) && ` · ${t("book.yours", { time: here })}`}
        </p>
      </div>
    </>
  );
}
