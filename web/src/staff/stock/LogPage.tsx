import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { withQuery } from "../../base/api/client";
import type { LogEntry } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { FromTo } from "../desk/FromTo";
import { SavedViews } from "../desk/SavedViews";
import { inMoments } from "../desk/search";
import { LocationFilter } from "./LocationFilter";
import { LogTable } from "./LogTable";
import { logQuery } from "./queries";
import { type LogSearch, OPERATIONS } from "./search";

const route = getRouteApi("/staff/log");

export function LogPage() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const query = useInfiniteQuery({
    ...logQuery(search, locale),
    placeholderData: (before) => before,
  });
  const rows: LogEntry[] = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <div className="space-y-4">
      <Heading dense title={t("staff.log")} />
      <SavedViews list="log" />
      <LogFilters named={rows.find((row) => row.variantId === search.variantId)} />
      <Listing query={query} empty={rows.length === 0} none={<Blank title={t("staff.noLog")} />}>
        <LogTable rows={rows} loading={query.isPending} />
      </Listing>
    </div>
  );
}

function LogFilters({ named }: { named: LogEntry | undefined }) {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: LogSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <Select
          dense
          label={t("staff.column.operation")}
          value={search.operation}
          none={t("staff.allOperations")}
          items={OPERATIONS}
          nameOf={(operation) => t(`staff.operations.${operation}`)}
          onChoose={(operation) => change({ operation })}
          className="w-full sm:w-44"
        />
        <LocationFilter
          value={search.locationId}
          onChoose={(locationId) => change({ locationId })}
        />
        <FromTo days={search} onChange={change} />
        <FindBox
          label={t("staff.column.actor")}
          q={search.actor}
          onFind={(actor) => change({ actor })}
          className="w-full sm:w-48"
        />
        {filtered && (
          <ButtonLink kind="plain" size="s" to="/staff/log" search={{}}>
            {t("list.clear")}
          </ButtonLink>
        )}
        <span className="grow" />
        <DownloadLink
          size="field"
          href={`/api${withQuery("/staff/stock-log", { ...inMoments(search), locale, format: "csv" })}`}
          label={t("list.csv")}
        />
      </div>
      {named && (
        <p className="text-13 text-ink-soft">
          {t("staff.logOf", { name: named.productName ?? "" })}
        </p>
      )}
    </div>
  );
}
