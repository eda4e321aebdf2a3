import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { currenciesOf } from "../../base/amounts";
import { configQuery } from "../../base/api/queries";
import type { PromotionReport } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { BackLink } from "../../design/BackLink";
import { Blank } from "../../design/Blank";
import { type Column, DataTable } from "../../design/DataTable";
import { DownloadLink } from "../../design/DownloadLink";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { moneyColumns } from "../../design/moneyColumns";
import { Price } from "../../design/Price";
import { Skeleton } from "../../design/Skeleton";
import { FromTo } from "../desk/FromTo";
import { promotionReportQuery } from "./queries";

const route = getRouteApi("/staff/promotions/report");

type Used = PromotionReport["promotions"][number];

/** What promotions came to in some days: how often each was used, and the orders it was used in. */
export function ReportPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({ ...promotionReportQuery(search), placeholderData: keepPreviousData });
  const days = { from: search.from ?? query.data?.from, to: search.to ?? query.data?.to };
  const asked = new URLSearchParams({ format: "csv" });
  if (days.from && days.to) {
    asked.set("from", days.from);
    asked.set("to", days.to);
  }
  return (
    <div className="space-y-6">
      <div>
        <BackLink to="/staff/promotions">{t("promo.title")}</BackLink>
        <Heading
          title={t("promo.report.title")}
          text={t("promo.report.text")}
          actions={
            <DownloadLink
              size="m"
              href={`/api/staff/promotions/report?${asked}`}
              label={t("list.csv")}
            />
          }
        />
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <FromTo
          days={days}
          onChange={(next) => void navigate({ search: { ...days, ...next }, replace: true })}
        />
      </div>
      <Loaded query={query} loading={<Skeleton className="h-72 w-full rounded-l" />}>
        {(report) =>
          report.promotions.length === 0 ? (
            <Blank icon="clock" title={t("promo.report.none")} hint={t("promo.report.noneHint")} />
          ) : (
            <div className="space-y-6" aria-busy={query.isPlaceholderData || undefined}>
              <Totals report={report} />
              <UsedTable report={report} />
            </div>
          )
        }
      </Loaded>
    </div>
  );
}

const MONEY = ["discount", "revenue"] as const;

function Totals({ report: { totals, zone } }: { report: PromotionReport }) {
  const { t, formats } = useLanguage();
  return (
    <section aria-label={t("stats.totals")}>
      <dl className="grid gap-px overflow-hidden rounded-l border border-line bg-line sm:grid-cols-3">
        <Total name={t("promo.report.orders")}>
          <p>{formats.number(totals.orders)}</p>
        </Total>
        {MONEY.map((name) => (
          <Total key={name} name={t(`promo.report.${name}`)}>
            {totals[name].map(({ currency, amount }) => (
              <Price key={currency} amount={amount} currency={currency} className="block" />
            ))}
          </Total>
        ))}
      </dl>
      <p className="mt-2 text-13 text-ink-soft">
        {t("promo.report.counted", { zone: formats.zoneName(zone) })}
      </p>
    </section>
  );
}

function Total({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="bg-raised p-4">
      <dt className="text-13 text-ink-soft">{name}</dt>
      <dd className="tabular text-24 font-semibold">{children}</dd>
    </div>
  );
}

function UsedTable({ report }: { report: PromotionReport }) {
  const { t, formats } = useLanguage();
  const own = useQuery(configQuery).data?.currency;
  const currencies = currenciesOf(report.totals.revenue, own);
  const columns: Column<Used>[] = [
    {
      key: "name",
      title: t("promo.field.name"),
      value: (row) => row.name,
      cell: (row) => (
        <div className="min-w-28">
          <p className="font-medium wrap-anywhere">{row.name}</p>
          {row.code && <code className="font-mono wrap-anywhere md:hidden">{row.code}</code>}
        </div>
      ),
    },
    {
      key: "code",
      title: t("promo.field.code"),
      wide: true,
      value: (row) => row.code ?? "",
      cell: (row) =>
        row.code ? (
          <code className="font-mono wrap-anywhere">{row.code}</code>
        ) : (
          <span className="text-ink-soft">{t("promo.automatic")}</span>
        ),
    },
    {
      key: "orders",
      title: t("promo.report.orders"),
      number: true,
      value: (row) => row.orders,
    },
    ...MONEY.flatMap((name) =>
      moneyColumns<Used>(name, t(`promo.report.${name}`), currencies, formats, (row) => row[name]),
    ),
  ];
  return (
    <DataTable
      cards
      caption={t("promo.report.title")}
      columns={columns}
      rows={report.promotions}
      rowKey={(row) => row.promotionId}
    />
  );
}
