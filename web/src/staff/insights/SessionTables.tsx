import type { ReactNode } from "react";
import { currenciesOf } from "../../base/amounts";
import type {
  HourOfSessions,
  SessionGroup,
  SessionsCancelled,
  StudioFigures,
  WeekOfSessions,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { BarChart } from "../../design/BarChart";
import { type Column, DataTable } from "../../design/DataTable";
import { Panel } from "../../design/Heading";
import { moneyColumns } from "../../design/moneyColumns";
import { clockOf, type SessionsCame } from "./sessions";

interface Props {
  figures: StudioFigures;
  own: string | null | undefined;
}

/** The same sessions by week, person, service and studio; why some were off; when most begin. */
export function SessionTables({ figures, own }: Props) {
  const { t, formats } = useLanguage();
  const came = useCame(currenciesOf(figures.totals.income, own));
  const { weeks } = figures;
  return (
    <>
      {weeks.length > 1 && <WeekChart weeks={weeks} />}
      <Titled title={t("sessions.weeks")} hint={t("sessions.weeksHint")}>
        <DataTable
          cards
          caption={t("sessions.weeks")}
          columns={[
            {
              key: "week",
              title: t("sessions.week"),
              value: (row: WeekOfSessions) => row.week,
              cell: (row: WeekOfSessions) => (
                <time dateTime={row.week} className="whitespace-nowrap">
                  {formats.dayOfUtc(row.week)}
                </time>
              ),
            },
            ...came<WeekOfSessions>(),
          ]}
          rows={weeks}
          rowKey={(row) => row.week}
        />
      </Titled>
      {(["people", "services", "studios"] as const).map(
        (name) =>
          figures[name].length > 0 && (
            <Titled
              key={name}
              title={t(`sessions.${name}`)}
              hint={name === "people" ? t("sessions.peopleHint") : undefined}
            >
              <DataTable
                cards
                caption={t(`sessions.${name}`)}
                columns={[
                  {
                    key: "name",
                    title: t(`sessions.one.${name}`),
                    value: (row: SessionGroup) => row.name || t(`sessions.without.${name}`),
                  },
                  ...came<SessionGroup>(),
                ]}
                rows={figures[name]}
                rowKey={(row) => row.id ?? ""}
              />
            </Titled>
          ),
      )}
      <div className="grid gap-8 lg:grid-cols-2">
        {figures.hours.length > 0 && <TopHours rows={figures.hours} />}
        {figures.cancellations.length > 0 && <Cancelled rows={figures.cancellations} own={own} />}
      </div>
    </>
  );
}

function Titled(props: { title: string; hint?: string | undefined; children: ReactNode }) {
  return (
    <section className="min-w-0 space-y-3">
      <div>
        <h2 className="text-18 font-semibold">{props.title}</h2>
        {props.hint && <p className="text-13 text-ink-soft">{props.hint}</p>}
      </div>
      {props.children}
    </section>
  );
}

function WeekChart({ weeks }: { weeks: WeekOfSessions[] }) {
  const { t, formats } = useLanguage();
  const best = weeks.reduce((most, one) => (one.sessions > most.sessions ? one : most));
  return (
    <Panel>
      <BarChart
        title={t("sessions.chart")}
        summary={t("sessions.chartSummary", {
          best: formats.dayOfUtc(best.week),
          most: best.sessions,
        })}
        series={[
          { name: t("sessions.sessions"), tone: "free" },
          { name: t("sessions.cancelled"), tone: "gone" },
        ]}
        bars={weeks.map((one) => ({
          label: formats.dayOfUtc(one.week),
          values: [one.sessions, one.cancelled],
        }))}
      />
    </Panel>
  );
}

function TopHours({ rows }: { rows: HourOfSessions[] }) {
  const { t, formats } = useLanguage();
  return (
    <Titled title={t("sessions.hours")} hint={t("sessions.hoursHint")}>
      <DataTable
        cards
        caption={t("sessions.hours")}
        columns={[
          {
            key: "weekday",
            title: t("sessions.weekday"),
            value: (row) => row.weekday,
            text: (row) => formats.weekday(row.weekday),
          },
          {
            key: "hour",
            title: t("sessions.hour"),
            number: true,
            value: (row) => clockOf(row.hour),
          },
          {
            key: "sessions",
            title: t("sessions.sessions"),
            number: true,
            value: (row) => row.sessions,
          },
        ]}
        rows={rows}
        rowKey={(row) => `${row.weekday}-${row.hour}`}
      />
    </Titled>
  );
}

function Cancelled({ rows, own }: { rows: SessionsCancelled[]; own: string | null | undefined }) {
  const { t, formats } = useLanguage();
  const currencies = currenciesOf(
    rows.flatMap((row) => row.kept),
    own,
  );
  return (
    <Titled title={t("sessions.cancellations")} hint={t("sessions.cancellationsHint")}>
      <DataTable
        cards
        caption={t("sessions.cancellations")}
        columns={[
          {
            key: "reason",
            title: t("sessions.reason"),
            value: (row) => t(`sessions.reason.${row.reason}` as "sessions.reason.client"),
          },
          {
            key: "cancelled",
            title: t("sessions.cancelled"),
            number: true,
            value: (row) => row.cancelled,
          },
          ...moneyColumns<SessionsCancelled>(
            "kept",
            t("sessions.kept"),
            currencies,
            formats,
            (row) => row.kept,
          ),
        ]}
        rows={rows}
        rowKey={(row) => row.reason}
      />
    </Titled>
  );
}

/** The columns that say what came of sessions. */
function useCame(currencies: string[]) {
  const { t, formats } = useLanguage();
  return <Row extends SessionsCame>(): Column<Row>[] => [
    count("sessions", t("sessions.sessions"), (row) => row.sessions),
    { ...count("took", t("sessions.tookPlace"), (row) => row.tookPlace), wide: true },
    { ...count("missed", t("sessions.missed"), (row) => row.missed), wide: true },
    { ...count("cancelled", t("sessions.cancelled"), (row) => row.cancelled), wide: true },
    {
      ...count("hours", t("sessions.inTotal"), (row) => Math.round(row.minutes / 6) / 10),
      wide: true,
    },
    ...moneyColumns<Row>("income", t("sessions.income"), currencies, formats, (row) => row.income),
    ...moneyColumns<Row>(
      "covered",
      t("sessions.covered"),
      currencies,
      formats,
      (row) => row.covered,
    ).map((column) => ({ ...column, wide: true })),
  ];
}

function count<Row>(key: string, title: string, value: (row: Row) => number): Column<Row> {
  return { key, title, number: true, value };
}
