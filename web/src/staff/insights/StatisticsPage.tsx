import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { currenciesOf } from "../../base/amounts";
import { configQuery } from "../../base/api/queries";
import type { Statistics } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { BarChart } from "../../design/BarChart";
import { Blank } from "../../design/Blank";
import { Choice } from "../../design/Choice";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { DayTable } from "./DayTable";
import { bestOf, cancelledOf } from "./figures";
import { statisticsQuery } from "./queries";
import { SalesTotals } from "./SalesTotals";
import { SPANS, type Span } from "./search";
import { TopProducts } from "./TopProducts";

const route = getRouteApi("/staff/statistics");

export function StatisticsPage() {
  const { t, locale } = useLanguage();
  const { days = 30 } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(statisticsQuery(days, locale));
  const own = useQuery(configQuery).data?.currency;
  return (
    <div className="space-y-6">
      <Heading
        dense
        title={t("stats.title")}
        actions={
          <Choice
            legend={t("stats.days")}
            value={String(days)}
            onChange={(value) =>
              void navigate({ search: { days: Number(value) as Span }, replace: true })
            }
            items={SPANS.map((span) => ({ value: String(span), label: t(`stats.days_${span}`) }))}
          />
        }
      />
      <Loaded
        query={query}
        loading={
          <>
            <Skeleton className="h-32 w-full rounded-l" />
            <Skeleton className="h-80 w-full rounded-l" />
          </>
        }
      >
        {(statistics) => (
          <>
            <SalesTotals statistics={statistics} own={own} />
            <Details statistics={statistics} own={own} />
          </>
        )}
      </Loaded>
    </div>
  );
}

/** What there is to see of the span; of one in which nothing happened, that. */
function Details({ statistics, own }: { statistics: Statistics; own?: string | null }) {
  const { t } = useLanguage();
  const { totals, days, topProducts } = statistics;
  const quiet = totals.orders + cancelledOf(totals) + totals.refunds.length === 0;
  if (quiet) return <Blank icon="clock" title={t("stats.none")} hint={t("stats.noneHint")} />;
  return (
    <>
      <OrderChart statistics={statistics} />
      {topProducts.length > 0 && <TopProducts rows={topProducts} own={own} />}
      <section className="space-y-3">
        <h2 className="text-18 font-semibold">{t("stats.byDay")}</h2>
        <DayTable days={days.toReversed()} currencies={currenciesOf(totals.gross, own)} />
      </section>
    </>
  );
}

function OrderChart({ statistics: { totals, days } }: { statistics: Statistics }) {
  const { t, formats } = useLanguage();
  const best = bestOf(days);
  return (
    <Panel>
      <BarChart
        title={t("stats.chart")}
        summary={t("stats.chartSummary", {
          orders: totals.orders,
          cancelled: cancelledOf(totals),
          from: formats.dayOfUtc(totals.from),
          to: formats.dayOfUtc(totals.to),
          best: best ? formats.dayOfUtc(best.day) : "",
          most: best?.orders ?? 0,
        })}
        series={[
          { name: t("stats.orders"), tone: "free" },
          { name: t("stats.cancelledOrders"), tone: "gone" },
        ]}
        bars={days.map((day) => ({
          label: formats.dayOfUtc(day.day),
          values: [day.orders, cancelledOf(day)],
        }))}
      />
    </Panel>
  );
}
