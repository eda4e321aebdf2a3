import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { DayFigures } from "../api/types";
import { BarChart } from "../components/BarChart";
import { Blank } from "../components/Blank";
import { Choice } from "../components/Choice";
import { type Column, DataTable } from "../components/DataTable";
import { Failure } from "../components/Failure";
import { Panel } from "../components/Heading";
import { Price } from "../components/Price";
import { Skeleton } from "../components/Skeleton";
import { useFormats } from "../i18n/format";
import { serverClock } from "../live/clock";
import { statisticsQuery } from "./queries";
import { SPANS, type Span } from "./search";
import { cancelledOf, filledDays, spanOf } from "./statistics";

const route = getRouteApi("/staff/statistics");

export function StatisticsPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { days = 30 } = route.useSearch();
  const navigate = route.useNavigate();
  const { from, to } = spanOf(serverClock.now(), days);
  const query = useQuery(statisticsQuery(from, to));
  const figures = filledDays(query.data?.days ?? [], from, to);
  const orders = figures.reduce((sum, day) => sum + day.orders, 0);
  const cancelled = figures.reduce((sum, day) => sum + cancelledOf(day), 0);
  const best = figures.reduce<DayFigures | undefined>(
    (most, day) => (!most || day.orders > most.orders ? day : most),
    undefined,
  );

  return (
    <div className="space-y-6">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <h1 className="text-18 font-semibold">{t("staff.statTitle")}</h1>
        <Choice
          legend={t("staff.statDays")}
          value={String(days)}
          onChange={(value) =>
            void navigate({ search: { days: Number(value) as Span }, replace: true })
          }
          items={SPANS.map((span) => ({ value: String(span), label: t(`staff.statDays_${span}`) }))}
        />
      </div>
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Skeleton className="h-80 w-full rounded-l" />
      ) : orders + cancelled === 0 ? (
        <Blank icon="clock" title={t("staff.noStats")} />
      ) : (
        <>
          <Panel>
            <BarChart
              title={t("staff.statTitle")}
              summary={t("staff.chartSummary", {
                orders,
                cancelled,
                from: formats.dayOfUtc(from),
                to: formats.dayOfUtc(to),
                best: best ? formats.dayOfUtc(best.day) : "",
                most: best?.orders ?? 0,
              })}
              series={[
                { name: t("staff.series.orders"), tone: "free" },
                { name: t("staff.series.cancelled"), tone: "gone" },
              ]}
              bars={figures.map((day) => ({
                label: formats.dayOfUtc(day.day),
                values: [day.orders, cancelledOf(day)],
              }))}
            />
          </Panel>
          <DayTable figures={figures.toReversed()} />
        </>
      )}
    </div>
  );
}

function DayTable({ figures }: { figures: DayFigures[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const reasons = ["buyer", "staff", "expired", "unpaid", "refunded"] as const;
  const columns: Column<DayFigures>[] = [
    {
      key: "day",
      title: t("staff.column.day"),
      cell: (row) => <time dateTime={row.day}>{formats.dayOfUtc(row.day)}</time>,
    },
    {
      key: "orders",
      title: t("staff.column.orders"),
      number: true,
      cell: (row) => formats.number(row.orders),
    },
    {
      key: "units",
      title: t("staff.column.units"),
      number: true,
      cell: (row) => formats.number(row.units),
    },
    {
      key: "revenue",
      title: t("staff.column.revenue"),
      number: true,
      cell: (row) =>
        row.revenue.map(({ currency, amount }) => (
          <Price key={currency} amount={amount} currency={currency} className="block" />
        )),
    },
    ...reasons.map((reason) => ({
      key: reason,
      title: t(`staff.series.${reason}`),
      number: true,
      wide: true,
      cell: (row: DayFigures) => formats.number(row.cancelled[reason]),
    })),
  ];
  return (
    <DataTable
      caption={t("staff.table")}
      columns={columns}
      rows={figures}
      rowKey={(row) => row.day}
    />
  );
}
