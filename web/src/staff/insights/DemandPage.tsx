import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { BookingDemand } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { AheadGroups } from "./AheadGroups";
import { DemandFunnel } from "./DemandFunnel";
import { type DemandSearch, PAST } from "./demand";
import { InDemand } from "./InDemand";
import { PeriodBar } from "./PeriodBar";
import { bookingDemandQuery } from "./queries";
import { dayHere, daysOf } from "./sessions";
import { WeekMap } from "./WeekMap";

const route = getRouteApi("/staff/booking-demand");

/** What clients look at and book, when, for which times, and how many go on to the end. */
export function DemandPage() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const days = daysOf(search, dayHere(serverClock.now()));
  const query = useQuery({
    ...bookingDemandQuery(days.from, days.to, locale),
    placeholderData: keepPreviousData,
  });
  const change = (next: DemandSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <div className="space-y-6">
      <Heading dense title={t("demand.title")} text={t("demand.intro")} />
      <PeriodBar periods={PAST} search={search} days={days} onChange={change} />
      <Loaded
        query={query}
        loading={
          <>
            <Skeleton className="h-32 w-full rounded-l" />
            <Skeleton className="h-96 w-full rounded-l" />
          </>
        }
      >
        {(demand) => (
          <div className="space-y-8" aria-busy={query.isPlaceholderData || undefined}>
            <Details demand={demand} search={search} onChange={change} />
          </div>
        )}
      </Loaded>
    </div>
  );
}

interface Props {
  demand: BookingDemand;
  search: DemandSearch;
  onChange: (next: DemandSearch) => void;
}

function Details({ demand, search, onChange }: Props) {
  const { t } = useLanguage();
  const { funnel } = demand;
  if (funnel.looked + funnel.held === 0 && demand.popular.length === 0)
    return <Blank icon="clock" title={t("demand.none")} hint={t("demand.noneHint")} />;
  return (
    <>
      <DemandFunnel funnel={funnel} before={demand.before} />
      <InDemand rows={demand.popular} kind={search.kind} onKind={(kind) => onChange({ kind })} />
      {funnel.held > 0 && (
        <>
          <WeekMap name="booked" found={demand.booked} span={funnel} />
          <WeekMap name="wanted" found={demand.wanted} span={funnel} />
          <AheadGroups groups={demand.ahead} />
        </>
      )}
    </>
  );
}
