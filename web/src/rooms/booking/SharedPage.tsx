import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { newKey, post, save } from "../../base/api/client";
import { listQuery } from "../../base/api/queries";
import type { SharedBooking, SharedBookingsAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Failure, Refusal } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { SkeletonText } from "../../design/Skeleton";
import { TONES } from "./BookingCard";
import { timeOf, useClock, zoneName } from "./words";

/** A booking as somebody who takes part in it sees it: nothing can be changed here. */
export function SharedPage() {
  const { t } = useLanguage();
  const { hash: link } = useLocation();
  const query = useQuery({
    queryKey: ["shared-booking", link],
    queryFn: () => post<SharedBooking>("/shared-booking-links", { link }, newKey()),
    refetchInterval: 30_000,
    retry: false,
  });
  return (
    <div className="page max-w-xl pb-16">
      <Heading title={t("shared.title")} />
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <Shared booking={query.data} link={link} />
      ) : (
        <SkeletonText lines={5} />
      )}
    </div>
  );
}

/** Bookings of others in which whoever is logged in takes part. */
export function SharedWithMe() {
  const { t } = useLanguage();
  const known = useSession();
  const query = useInfiniteQuery({
    ...listQuery<SharedBookingsAnswer>(["bookings", "shared"], "/shared-bookings"),
    enabled: Boolean(known?.user),
  });
  const found = query.data?.pages.flatMap((page) => page.bookings) ?? [];
  if (found.length === 0) return null;
  return (
    <section className="mt-8 space-y-3">
      <h2 className="text-18 font-semibold">{t("shared.withMe")}</h2>
      <ul className="space-y-3">
        {found.map((booking) => (
          <li key={booking.number}>
            <Shared booking={booking} link={booking.link?.split("#")[1]} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("shared.more")}
        </Button>
      )}
    </section>
  );
}

function Shared({ booking, link }: { booking: SharedBooking; link?: string | null }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const saving = useMutation({
    mutationFn: (asked: { link: string }) => save("/api/shared-booking-links/calendar", asked),
  });
  const minutes = (Date.parse(booking.end) - Date.parse(booking.start)) / 60_000;
  const here = formats.until(booking.start);
  return (
    <div
      className="space-y-3 rounded-l border border-line bg-raised p-4 sm:p-5"
      data-booking={booking.number}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="text-18 font-semibold wrap-anywhere">{clock.whole(booking.local)}</p>
        <Badge tone={TONES[booking.status]}>{t(`booking.status.${booking.status}`)}</Badge>
      </div>
      <div className="space-y-0.5">
        <p className="wrap-anywhere">
          {booking.serviceName}
          {" · "}
          {t("book.minutes", { count: minutes })}
        </p>
        <p className="text-ink-soft wrap-anywhere">{booking.resources.join(", ")}</p>
        {booking.place && <p className="wrap-anywhere">{booking.place}</p>}
        <p className="tabular text-13 text-ink-soft">
          {booking.number}
          {" · "}
          {zoneName(booking.zone)}
          {!here.endsWith(timeOf(booking.local)) && ` · ${t("book.yours", { time: here })}`}
        </p>
      </div>
      <p className="text-13 text-ink-soft">
        {booking.bookedBy ? t("shared.onlyNamed", { name: booking.bookedBy }) : t("shared.only")}
      </p>
      {link && booking.status === "confirmed" && (
        <Button
          size="s"
          icon="download"
          busy={saving.isPending}
          onClick={() => saving.mutate({ link })}
        >
          {t("bookings.calendarFile")}
        </Button>
      )}
      {saving.isError && <Refusal error={saving.error} />}
    </div>
  );
}
