import { Link } from "@tanstack/react-router";
import type { BookingShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { usePhotographers, useStudios } from "./queries";

const LINK = "text-accent underline underline-offset-4";

/** Whom one may review now: with whom it was, and where. */
export function AfterSession({ booking }: { booking: BookingShown }) {
  const { t } = useLanguage();
  const took = new Set(booking.resources.map(({ resourceId }) => resourceId));
  const people = usePhotographers().data?.photographers.filter(({ id }) => took.has(id)) ?? [];
  const places =
    useStudios().data?.studios.filter(
      ({ id, rooms }) => took.has(id) || rooms.some((room) => took.has(room.id)),
    ) ?? [];
  if (people.length + places.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-13">
      <span className="text-ink-soft">{t("bookings.review")}</span>
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
