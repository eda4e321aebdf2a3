import { Link } from "@tanstack/react-router";
import type { BookingShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

/** Where to go: a studio by its name and address, or the client's own place. */
export function Where({ place }: { place: BookingShown["place"] }) {
  const { t } = useLanguage();
  if (!place) return null;
  const { studioId, slug, name, address, latitude, longitude } = place;
  if (studioId === null)
    return (
      <p className="wrap-anywhere" data-testid="where">
        {t("bookings.ownPlace", { place: `${latitude}, ${longitude}` })}
      </p>
    );
  return (
    <p className="wrap-anywhere" data-testid="where">
      {slug ? (
        <Link
          to="/studios/$slug"
          params={{ slug }}
          className="text-accent underline underline-offset-4"
        >
          {name}
        </Link>
      ) : (
        name
      )}
      {address && ` · ${address}`}
    </p>
  );
}
