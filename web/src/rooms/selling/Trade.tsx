import { useQuery } from "@tanstack/react-query";
import { currenciesOf } from "../../base/amounts";
import { configQuery } from "../../base/api/queries";
import type { TradeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { BarChart } from "../../design/BarChart";
import { Blank } from "../../design/Blank";
import { Choice } from "../../design/Choice";
import { DownloadLink } from "../../design/DownloadLink";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { tradeFile, tradeQuery } from "./queries";
import { TradeTables } from "./TradeTables";
import { TradeTotals } from "./TradeTotals";
import { clockOf, everyHour, isQuiet, mostOf, SPANS, type Span } from "./trade";

interface Props {
  /** Where it is read: of one's own goods, or of all by staff. */
  place: string;
  /** Of one seller of all. */
  seller?: string | undefined;
  days: Span;
  onDays: (days: Span) => void;
}

/** What was sold of goods in the last days, when, after how many visits, and what comes of it. */
export function Trade({ place, seller, days, onDays }: Props) {
  const { t, locale } = useLanguage();
  const query = useQuery(tradeQuery(place, days, locale, seller));
  const own = useQuery(configQuery).data?.currency;
  return (
    <div className="space-y-6">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <Choice
          legend={t("trade.days")}
          value={String(days)}
          onChange={(value) => onDays(Number(value) as Span)}
          items={SPANS.map((span) => ({
            value: String(span),
            label: t("word.lastDays", { count: span }),
          }))}
        />
        <DownloadLink href={tradeFile(place, days, seller)} label={t("list.csv")} />
      </div>
      <Loaded
        query={query}
        loading={
          <>
            <Skeleton className="h-48 w-full rounded-l" />
            <Skeleton className="h-80 w-full rounded-l" />
          </>
        }
      >
        {(trade) =>
          isQuiet(trade) ? (
            <Blank icon="clock" title={t("trade.none")} hint={t("trade.noneHint")} />
          ) : (
            <>
              <TradeTotals trade={trade} own={own} />
              {trade.totals.units > 0 && <Charts trade={trade} />}
              <TradeTables
                trade={trade}
                currencies={currenciesOf([...trade.totals.net, ...trade.before.net], own)}
              />
            </>
          )
        }
      </Loaded>
    </div>
  );
}

function Charts({ trade: { days, hours, zone } }: { trade: TradeBody }) {
  const { t, formats } = useLanguage();
  const series = [
    { name: t("trade.units"), tone: "free" as const },
    { name: t("trade.back"), tone: "gone" as const },
  ];
  const all = everyHour(hours);
  const [day, hour] = [mostOf(days), mostOf(all)];
  return (
    <>
      <Panel>
        <BarChart
          title={t("trade.byDay")}
          summary={t("trade.byDaySummary", {
            day: day ? formats.dayOfUtc(day.day) : "",
            count: day?.units ?? 0,
          })}
          series={series}
          bars={days.map((one) => ({
            label: formats.dayOfUtc(one.day),
            values: [one.units, one.back],
          }))}
        />
      </Panel>
      <Panel
        title={t("trade.byHour")}
        text={t("trade.byHourHint", { zone: formats.zoneName(zone) })}
      >
        <BarChart
          title={t("trade.byHour")}
          summary={t("trade.byHourSummary", {
            hour: clockOf(hour?.hour ?? 0),
            count: hour?.units ?? 0,
          })}
          series={series}
          bars={all.map((one) => ({ label: clockOf(one.hour), values: [one.units, one.back] }))}
        />
      </Panel>
    </>
  );
}
