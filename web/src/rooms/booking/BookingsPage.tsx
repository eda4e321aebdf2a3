import type { BookingShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { BookingCard } from "./BookingCard";
import { useBookings } from "./queries";
import { reviewable, type ToReview } from "./reviewable";
import { SharedWithMe } from "./SharedPage";
import { InLine } from "./Waiting";

/** One's own bookings: those to come first, the next one on top. */
export function BookingsPage() {
  const { t } = useLanguage();
  const query = useBookings();
  const now = useServerNow();
  const all = query.data?.pages.flatMap((page) => page.bookings) ?? [];
  const isAhead = (one: BookingShown) =>
    ["requested", "countered", "held", "confirmed", "in_progress"].includes(one.status) &&
    Date.parse(one.end) > now;
  const ahead = all.filter(isAhead).sort((a, b) => a.start.localeCompare(b.start));
  const reviews = reviewable(all);
  const past = all.filter((one) => !isAhead(one));
  return (
    <div className="page max-w-3xl pb-16">
      <Heading
        title={t("bookings.title")}
        actions={
          <>
            {all.length > 0 && (
              <ButtonLink to="/bookings/calendar">{t("bookings.calendar")}</ButtonLink>
            )}
            <ButtonLink kind="primary" to="/book" search={{}}>
              {t("bookings.new")}
            </ButtonLink>
          </>
        }
      />
      <InLine />
      <Listing
        query={query}
        className="mt-6"
        loading={
          <div role="status" aria-label={t("book.loading")} className="space-y-3">
            <Skeleton className="h-28 w-full rounded-l" />
            <Skeleton className="h-28 w-full rounded-l" />
          </div>
        }
        empty={all.length === 0}
        none={<Blank icon="clock" title={t("bookings.none")} hint={t("bookings.noneHint")} />}
      >
        <div className="space-y-8">
          <Group title={t("bookings.ahead")} bookings={ahead} none={t("bookings.noneAhead")} />
          {past.length > 0 && (
            <Group title={t("bookings.past")} bookings={past} reviews={reviews} />
          )}
        </div>
      </Listing>
      <SharedWithMe />
    </div>
  );
}

interface GroupProps {
  title: string;
  bookings: BookingShown[];
  none?: string;
  reviews?: ReadonlyMap<string, ToReview>;
}

function Group(props: GroupProps) {
  return (
    <section className="space-y-3">
      <h2 className="text-18 font-semibold">{props.title}</h2>
      {props.bookings.length === 0 && <p className="text-ink-soft">{props.none}</p>}
      <ul className="space-y-3">
        {props.bookings.map((booking) => (
          <BookingCard key={booking.id} booking={booking} review={props.reviews?.get(booking.id)} />
        ))}
      </ul>
    </section>
  );
}
