import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { withQuery } from "../../base/api/client";
import { LIVING } from "../../base/api/lists";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Field, Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { BookingRow } from "./BookingRow";
import { BOOKINGS, bookingsAsked, bookingsQuery, STATUSES } from "./queries";

const route = getRouteApi("/staff/bookings");

/** Everybody's bookings, by when they begin. */
export function BookingListPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const query = useInfiniteQuery({ ...bookingsQuery(search), ...LIVING });
  const rows = query.data?.pages.flatMap((page) => page.bookings) ?? [];
  const zones = new Set(rows.map(({ zone }) => zone));
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("staffBooking.title")}
        actions={
          <ButtonLink
            needs="POST /api/studio/bookings/hold"
            kind="primary"
            size="s"
            to="/staff/book"
            search={{}}
          >
            {t("bookFor.title")}
          </ButtonLink>
        }
      />
      <Filters />
      <Listing
        query={query}
        loading={<Skeleton className="h-40 w-full rounded-l" />}
        empty={rows.length === 0}
        none={
          <Blank icon="clock" title={t("staffBooking.none")} hint={t("staffBooking.noneHint")} />
        }
      >
        <ul className="divide-y divide-line border-y border-line">
          {rows.map((booking) => (
            <BookingRow key={booking.id} booking={booking} zoned={zones.size > 1} />
          ))}
        </ul>
      </Listing>
    </div>
  );
}

function Filters() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const change = useChange(route);
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <FindBox label={t("staffBooking.find")} q={search.q} onFind={(q) => change({ q })} />
      <Select
        dense
        label={t("staff.column.status")}
        value={search.status}
        none={t("list.all")}
        items={STATUSES}
        nameOf={(status) => t(`booking.status.${status}`)}
        onChoose={(status) => change({ status })}
        className="w-full sm:w-40"
      />
      <Field
        dense
        type="date"
        label={t("staffBooking.from")}
        value={search.from ?? ""}
        onChange={(event) => change({ from: event.target.value || undefined })}
        className="w-full sm:w-40"
      />
      <span className="grow" />
      <DownloadLink
        size="field"
        href={`/api${withQuery(BOOKINGS, { ...bookingsAsked(search), format: "csv" })}`}
        label={t("list.csv")}
      />
    </div>
  );
}
