import { getRouteApi, Navigate } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { isPhotographer, isStaff, useSession } from "../../base/session";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { BookingCard } from "./BookingCard";
import { useBooking } from "./queries";

const route = getRouteApi("/bookings/$bookingId");

/** One booking, where a calendar's entry leads. Who serves it, and staff, come to where they see it. */
export function OneBookingPage() {
  const { t } = useLanguage();
  const { bookingId } = route.useParams();
  const session = useSession();
  const query = useBooking(bookingId);
  const { data } = query;
  useTitle(data ? t("bookings.one", { number: data.number }) : t("bookings.title"));
  const missing = query.isError && [404, 422].includes(asProblem(query.error).status);
  if (missing && isStaff(session)) return <Navigate replace to="/staff/bookings" />;
  if (missing && isPhotographer(session)) return <Navigate replace to="/my/calendar" />;
  if (missing)
    return (
      <Blank
        heading
        icon="clock"
        title={t("bookings.notHere")}
        hint={t("bookings.notHereHint")}
        action={<ButtonLink to="/bookings">{t("bookings.title")}</ButtonLink>}
      />
    );
  return (
    <div className="page max-w-3xl pb-16">
      <Heading
        title={data ? t("bookings.one", { number: data.number }) : t("bookings.title")}
        actions={<ButtonLink to="/bookings">{t("bookings.title")}</ButtonLink>}
      />
      {data ? (
        <ul>
          <BookingCard booking={data} />
        </ul>
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div role="status" aria-label={t("word.loading")}>
          <Skeleton className="h-40 w-full rounded-l" />
        </div>
      )}
    </div>
  );
}
