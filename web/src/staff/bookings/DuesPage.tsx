import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { LIVING } from "../../base/api/lists";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { DueRow } from "./DueRow";
import { duesQuery, WHENS } from "./queries";

const route = getRouteApi("/staff/dues");

/** Bookings that are not paid whole, the oldest first, with what can be done about each. */
export function DuesPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const query = useInfiniteQuery({ ...duesQuery(search), ...LIVING });
  const rows = query.data?.pages.flatMap((page) => page.rests) ?? [];
  const zones = new Set(rows.map(({ zone }) => zone));
  return (
    <div className="space-y-4">
      <Heading dense title={t("dues.title")} text={t("dues.text")} />
      <Filters />
      <Listing
        query={query}
        loading={<Skeleton className="h-40 w-full rounded-l" />}
        empty={rows.length === 0}
        none={
          search.q ? (
            <Blank title={t("staff.noneFound")} />
          ) : (
            <Blank icon="check" title={t("dues.none")} hint={t("dues.noneHint")} />
          )
        }
      >
        <ul className="divide-y divide-line border-y border-line">
          {rows.map((due) => (
            <DueRow key={due.bookingId} due={due} zoned={zones.size > 1} />
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
      <FindBox label={t("dues.find")} q={search.q} onFind={(q) => change({ q })} />
      <Select
        dense
        label={t("dues.begins")}
        value={search.when ?? "all"}
        items={WHENS}
        nameOf={(when) => t(`dues.when.${when}`)}
        onChoose={(when) => change({ when: when === "all" ? undefined : when })}
        className="w-full sm:w-56"
      />
    </div>
  );
}
