import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { MovedDay, PaymentReport, ProviderOutage, UnsettledSum } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { type Column, DataTable } from "../../design/DataTable";
import { DownloadLink } from "../../design/DownloadLink";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Moment } from "../../design/Moment";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { FromTo } from "../desk/FromTo";
import { useProviderName } from "../desk/providerNames";
import { reportQuery } from "./queries";
import { Receipts } from "./Receipts";
import { SetAside } from "./SetAside";

const route = getRouteApi("/staff/payments");

/** What providers took, gave back and kept, by day; what they have not settled, and which of them do
 * not answer. */
export function PaymentsPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({ ...reportQuery(search), placeholderData: keepPreviousData });
  const days = { from: search.from ?? query.data?.from, to: search.to ?? query.data?.to };
  const asked = new URLSearchParams({ format: "csv" });
  if (days.from && days.to) {
    asked.set("from", days.from);
    asked.set("to", days.to);
  }
  return (
    <div className="space-y-6">
      <Heading
        title={t("payReport.title")}
        text={t("payReport.text")}
        actions={
          <DownloadLink
            size="m"
            href={`/api/staff/payment-report?${asked}`}
            label={t("payReport.csv")}
          />
        }
      />
      <div className="flex flex-wrap items-end gap-3">
        <FromTo
          days={days}
          onChange={(next) => void navigate({ search: { ...days, ...next }, replace: true })}
        />
      </div>
      <Loaded query={query} loading={<Skeleton className="h-72 w-full rounded-l" />}>
        {(report) => (
          <div className="space-y-6" aria-busy={query.isPlaceholderData || undefined}>
            <Outages outages={report.outages} />
            <Receipts rows={report.receipts} />
            <SetAside rows={report.setAside} />
            <UnsettledTable rows={report.unsettled} />
            <Days report={report} />
          </div>
        )}
      </Loaded>
    </div>
  );
}

/** Each provider whose last call was not answered. */
function Outages({ outages }: { outages: ProviderOutage[] }) {
  const { t } = useLanguage();
  const nameOf = useProviderName();
  return outages.map((one) => (
    <Notice
      key={one.provider}
      tone={one.isAway ? "danger" : "held"}
      testId={`outage-${one.provider}`}
      title={t(one.keyRefused ? "payReport.keyRefused" : "payReport.away", {
        provider: nameOf(one.provider),
      })}
    >
      <p>
        {t("payReport.since")} <Moment at={one.beganAt} />.{" "}
        {t(one.isAway ? "payReport.isAway" : "payReport.notYetAway")}
      </p>
      <p className="text-13 wrap-anywhere">{one.detail}</p>
    </Notice>
  ));
}

function Days({ report }: { report: PaymentReport }) {
  const { t } = useLanguage();
  if (report.days.length === 0)
    return <Blank icon="clock" title={t("payReport.none")} hint={t("payReport.noneHint")} />;
  return <DayTable rows={report.days} />;
}

function DayTable({ rows }: { rows: MovedDay[] }) {
  const { t, formats } = useLanguage();
  const nameOf = useProviderName();
  const money = (key: "captured" | "refunded" | "lost", wide = false): Column<MovedDay> => ({
    key,
    title: t(`payReport.${key}`),
    number: true,
    wide,
    value: (row) => row[key],
    text: (row) => formats.amount(row[key], row.currency),
    cell: (row) => formats.price(row[key], row.currency),
  });
  const columns: Column<MovedDay>[] = [
    {
      key: "day",
      title: t("staff.column.day"),
      value: (row) => row.day,
      cell: (row) => (
        <time dateTime={row.day} className="whitespace-nowrap">
          {formats.dayOfUtc(row.day)}
        </time>
      ),
    },
    {
      key: "provider",
      title: t("payReport.provider"),
      value: (row) => nameOf(row.provider),
    },
    {
      key: "payments",
      title: t("payReport.payments"),
      number: true,
      wide: true,
      value: (row) => row.payments,
    },
    money("captured"),
    money("refunded"),
    money("lost", true),
    {
      key: "fees",
      title: t("payReport.fees"),
      number: true,
      wide: true,
      value: (row) => row.fees ?? 0,
      text: (row) => (row.fees === null ? "" : formats.amount(row.fees, row.currency)),
      cell: (row) => <Fees row={row} />,
    },
  ];
  return (
    <DataTable
      caption={t("payReport.byDay")}
      columns={columns}
      rows={rows}
      rowKey={(row) => `${row.day} ${row.provider} ${row.currency}`}
    />
  );
}

/** As far as the provider has said. */
function Fees({ row }: { row: MovedDay }) {
  const { t, formats } = useLanguage();
  if (row.fees === null) return <span className="text-ink-soft">{t("payReport.feesUnknown")}</span>;
  return (
    <span className="flex flex-col items-end">
      {formats.price(row.fees, row.currency)}
      {row.feesUnknown > 0 && (
        <span className="text-13 text-ink-soft">
          {t("payReport.feesWithout", { number: formats.number(row.feesUnknown) })}
        </span>
      )}
    </span>
  );
}

function UnsettledTable({ rows }: { rows: UnsettledSum[] }) {
  const { t, formats } = useLanguage();
  const nameOf = useProviderName();
  if (rows.length === 0) return null;
  const sum = (
    key: "waiting" | "goingBack" | "refused",
    amount: (row: UnsettledSum) => number,
  ): Column<UnsettledSum> => ({
    key,
    title: t(`payReport.${key}`),
    number: true,
    value: amount,
    text: (row) => formats.amount(amount(row), row.currency),
    cell: (row) =>
      row[key] === 0 ? (
        <span className="text-ink-soft">0</span>
      ) : (
        <span>
          {formats.price(amount(row), row.currency)}{" "}
          <span className="text-13 text-ink-soft">({formats.number(row[key])})</span>
        </span>
      ),
  });
  const columns: Column<UnsettledSum>[] = [
    { key: "provider", title: t("payReport.provider"), value: (row) => nameOf(row.provider) },
    sum("waiting", (row) => row.waitingAmount),
    sum("goingBack", (row) => row.goingBackAmount),
    sum("refused", (row) => row.refusedAmount),
  ];
  return (
    <section className="space-y-3">
      <h2 className="text-18 font-semibold">{t("payReport.unsettled")}</h2>
      <DataTable
        caption={t("payReport.unsettled")}
        columns={columns}
        rows={rows}
        rowKey={(row) => `${row.provider} ${row.currency}`}
      />
    </section>
  );
}
