import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { usePhotographers, useStudios } from "./queries";
import type { ToReview } from "./reviewable";

const LINK = "text-accent underline underline-offset-4";

/** Whom one may review now: with whom it was, and where; of a series all of them at once. */
export function AfterSession({ review }: { review: ToReview }) {
  const { t } = useLanguage();
  const took = review.resources;
  const people = usePhotographers().data?.photographers.filter(({ id }) => took.has(id)) ?? [];
  const places =
    useStudios().data?.studios.filter(
      ({ id, rooms }) => took.has(id) || rooms.some((room) => took.has(room.id)),
    ) ?? [];
  if (people.length + places.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-13">
      <span className="text-ink-soft">
        {review.sessions > 1
          ? t("bookings.reviewSeries", { count: review.sessions })
          : t("bookings.review")}
      </span>
      {people.map(({ id, slug, name }) => (
        <Link key={id} to="/photographers/$slug" params={{ slug }} hash="reviews" className={LINK}>
          {name}
        </Link>
      ))}
      {places.map(({ id, slug, name }) => (
        <Link key={id} to="/studios/$slug" params={{ slug }} hash="reviews" className={LINK}>
          {name}
        </Link>
      ))}
    </p>
  );
}
