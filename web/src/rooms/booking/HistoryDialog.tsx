import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { BookingShown, MomentOfBooking } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Dialog } from "../../design/Dialog";
import { Loaded } from "../../design/Loaded";
import { Moment } from "../../design/Moment";
import { SkeletonText } from "../../design/Skeleton";
import { Timeline, type TimelineTone } from "../../design/Timeline";
import { isBookingMoment, MOMENTS } from "./moments";

/** For its client; staff ask for `/staff/bookings/{id}`, and read who did it. */
export const bookingPath = (bookingId: string) => `/bookings/${bookingId}`;

interface Props {
  path: string;
  number: string;
  onClose: () => void;
}

/** What happened to a booking, from when it was held on. */
export function HistoryDialog({ path, number, onClose }: Props) {
  const { t } = useLanguage();
  const query = useQuery({
    ...answerQuery<BookingShown>(["bookings", "history", path], path),
    staleTime: 0,
  });
  return (
    <Dialog open onClose={onClose} title={t("booking.historyOf", { number })}>
      <Loaded query={query} loading={<SkeletonText lines={5} />}>
        {(booking) => <History booking={booking} />}
      </Loaded>
    </Dialog>
  );
}

function History({ booking }: { booking: BookingShown }) {
  const { t } = useLanguage();
  const details = useDetails(booking);
  const items = (booking.timeline ?? []).flatMap((one, index) => {
    if (!isBookingMoment(one.what)) return [];
    const tone: TimelineTone = MOMENTS[one.what];
    return {
      key: `${index} ${one.what}`,
      title: t(`booking.moment.${one.what}`),
      at: <Moment at={one.at} />,
      tone,
      detail: details(one) || undefined,
    };
  });
  if (items.length === 0) return <p className="text-ink-soft">{t("booking.noHistory")}</p>;
  return <Timeline label={t("booking.history")} items={items} />;
}

/** From when to when, by the place's clock; what was paid or went back; by whom, for staff. */
function useDetails({ zone, currency }: BookingShown) {
  const { t, formats, locale } = useLanguage();
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const when = (moment: unknown) =>
    typeof moment === "string" ? clock.format(new Date(moment)) : "";
  return ({ what, data, actorName }: MomentOfBooking) => {
    const back = Number(data.refund);
    // What is older than the event log is told without its words.
    const price = data.amount !== undefined && formats.price(Number(data.amount), currency);
    const words = [
      what === "moved" && Number(data.people) > 0
        ? t("bookings.people", { count: Number(data.people) })
        : what === "moved" &&
          `${when(data.before)} → ${when(data.startsAt)} (${formats.zoneName(zone)})`,
      what === "countered" && when(data.startsAt),
      (what === "paid" || what === "rest-not-paid") && price,
      what === "cash-taken" && price && t("booking.cashTo", { price, name: String(data.name) }),
      back > 0 && t("booking.wentBack", { price: formats.price(back, currency) }),
      actorName && t("order.actor", { actor: actorName }),
    ];
    return words.filter(Boolean).join(" · ");
  };
}
