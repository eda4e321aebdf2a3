import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { configQuery } from "../../base/api/queries";
import type { StudioFigures } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { LoadMap } from "./LoadMap";
import { PeriodBar } from "./PeriodBar";
import { studioFiguresQuery } from "./queries";
import { SessionTables } from "./SessionTables";
import { SessionTotals } from "./SessionTotals";
import { dayHere, daysOf, PERIOD_NAMES, type SessionSearch } from "./sessions";

const route = getRouteApi("/staff/studio-figures");

/** What the studio's time came to: how full it is, what it brought, who came and who did not. */
export function StudioFiguresPage() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const days = daysOf(search, dayHere(serverClock.now()));
  const query = useQuery({
    ...studioFiguresQuery({ ...days, studio: search.studio }, locale),
    placeholderData: keepPreviousData,
  });
  const own = useQuery(configQuery).data?.currency;
  const change = (next: SessionSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <div className="space-y-6">
      <Heading dense title={t("sessions.title")} />
      <PeriodBar periods={PERIOD_NAMES} search={search} days={days} onChange={change}>
        {query.data && query.data.allStudios.length > 1 && (
          <Select
            dense
            label={t("sessions.studio")}
            items={query.data.allStudios.map((one) => one.id)}
            nameOf={(id) => query.data?.allStudios.find((one) => one.id === id)?.name ?? ""}
            none={t("sessions.everyStudio")}
            value={search.studio}
            onChoose={(studio) => change({ studio })}
            className="w-full sm:w-64"
          />
        )}
      </PeriodBar>
      <Loaded
        query={query}
        loading={
          <>
            <Skeleton className="h-56 w-full rounded-l" />
            <Skeleton className="h-96 w-full rounded-l" />
          </>
        }
      >
        {(figures) => (
          <div className="space-y-8" aria-busy={query.isPlaceholderData || undefined}>
            <SessionTotals figures={figures} own={own} />
            <Details figures={figures} own={own} search={search} onChange={change} />
          </div>
        )}
      </Loaded>
    </div>
  );
}

interface DetailsProps {
  figures: StudioFigures;
  own: string | null | undefined;
  search: SessionSearch;
  onChange: (next: SessionSearch) => void;
}

/** What there is to see of the days; of some in which nothing was booked, that. */
function Details({ figures, own, search, onChange }: DetailsProps) {
  const { t } = useLanguage();
  const quiet = figures.totals.sessions + figures.totals.cancelled === 0;
  return (
    <>
      {figures.load.length > 0 && (
        <LoadMap
          figures={figures}
          studio={search.studio}
          kind={search.kind}
          onKind={(kind) => onChange({ kind })}
        />
      )}
      {quiet ? (
        <Blank icon="clock" title={t("sessions.none")} hint={t("sessions.noneHint")} />
      ) : (
        <SessionTables figures={figures} own={own} />
      )}
    </>
  );
}
