import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { newKey, post, save } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { listQuery } from "../../base/api/queries";
import type { SharedBooking, SharedBookingsAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { Failure, Refusal } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { SkeletonText } from "../../design/Skeleton";
import { LookedBooking } from "./LookedBooking";

/** A booking as somebody who takes part in it sees it: nothing can be changed here. */
export function SharedPage() {
  const { t } = useLanguage();
  const { hash: link } = useLocation();
  const query = useQuery({
    queryKey: ["shared-booking", link],
    queryFn: () => post<SharedBooking>("/shared-booking-links", { link }, newKey()),
    refetchInterval: 30_000,
    retry: false,
    enabled: link !== "",
  });
  return (
    <div className="page max-w-xl pb-16">
      <Heading title={t("shared.title")} />
      {!link || isUnknown(query.error) ? (
        <Blank
          icon="clock"
          title={t(link ? "problem.shared-link-unknown" : "shared.noLink")}
          hint={link ? undefined : t("shared.noLinkHint")}
        />
      ) : query.isError && !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <Shared booking={query.data} link={link} />
      ) : (
        <SkeletonText lines={5} />
      )}
    </div>
  );
}

/** No such link, or none that ever was: looking again would not help. */
const isUnknown = (error: unknown) => !!error && [404, 422].includes(asProblem(error).status);

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
          {t("list.more")}
        </Button>
      )}
    </section>
  );
}

function Shared({ booking, link }: { booking: SharedBooking; link?: string | null }) {
  const { t } = useLanguage();
  const saving = useMutation({
    mutationFn: (asked: { link: string }) => save("/api/shared-booking-links/calendar", asked),
  });
  return (
    <div
      className="space-y-3 rounded-l border border-line bg-raised p-4 sm:p-5"
      data-booking={booking.number}
    >
      <LookedBooking booking={booking} />
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
