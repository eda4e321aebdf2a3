import type { BookingShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
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
  const ahead = useBookings("ahead");
  const past = useBookings("past");
  const toCome = ahead.data?.pages.flatMap((page) => page.bookings) ?? [];
  const over = past.data?.pages.flatMap((page) => page.bookings) ?? [];
  const any = toCome.length > 0 || over.length > 0;
  const none = ahead.isSuccess && past.isSuccess && !any;
  return (
    <div className="page max-w-3xl pb-16">
      <Heading
        title={t("bookings.title")}
        actions={
          <>
            {any && <ButtonLink to="/bookings/calendar">{t("bookings.calendar")}</ButtonLink>}
            <ButtonLink kind="primary" to="/book" search={{}}>
              {t("bookings.new")}
            </ButtonLink>
          </>
        }
      />
      <InLine />
      {none ? (
        <Blank icon="clock" title={t("bookings.none")} hint={t("bookings.noneHint")} />
      ) : (
        <div className="space-y-8">
          <Listing query={ahead} className="mt-3" loading={<Loading />} empty={false} none={null}>
            <Group title={t("bookings.ahead")} bookings={toCome} none={t("bookings.noneAhead")} />
          </Listing>
          {(ahead.data || !ahead.isError) && (
            <Listing
              query={past}
              className="mt-3"
              loading={null}
              empty={over.length === 0}
              none={null}
            >
              <Group title={t("bookings.past")} bookings={over} reviews={reviewable(over)} />
            </Listing>
          )}
        </div>
      )}
      <SharedWithMe />
    </div>
  );
}

function Loading() {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={t("word.loading")} className="space-y-3">
      <Skeleton className="h-28 w-full rounded-l" />
      <Skeleton className="h-28 w-full rounded-l" />
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
