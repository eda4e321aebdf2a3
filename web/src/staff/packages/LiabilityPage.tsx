import { useQuery } from "@tanstack/react-query";
import type { OwedShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { type Column, DataTable } from "../../design/DataTable";
import { DownloadLink } from "../../design/DownloadLink";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { useUnits } from "../../rooms/packages/told";
import { TONES } from "./GrantListPage";
import { liabilityQuery } from "./queries";

/** What the shop owes its clients for what they paid ahead. */
export function LiabilityPage() {
  const { t } = useLanguage();
  return (
    <div className="max-w-5xl space-y-6">
      <Heading
        title={t("owed.title")}
        text={t("owed.text")}
        actions={
          <DownloadLink size="m" href="/api/staff/liability?format=csv" label={t("list.csv")} />
        }
      />
      <Loaded query={useQuery(liabilityQuery)} loading={<Skeleton className="h-72 w-full" />}>
        {({ owed }) =>
          owed.length === 0 ? (
            <Blank title={t("owed.none")} hint={t("owed.noneHint")} />
          ) : (
            <div className="space-y-4">
              <Totals owed={owed} />
              <OwedTable owed={owed} />
            </div>
          )
        }
      </Loaded>
    </div>
  );
}

/** By currency: what is still to be served, and what ran out unused. */
function Totals({ owed }: { owed: OwedShown[] }) {
  const { t, formats } = useLanguage();
  const currencies = [...new Set(owed.map(({ currency }) => currency))];
  const sum = (currency: string, over: boolean) =>
    owed
      .filter((one) => one.currency === currency && (one.status === "expired") === over)
      .reduce((total, { value }) => total + value, 0);
  return (
    <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-l border border-line bg-line sm:grid-cols-2">
      {currencies.flatMap((currency) =>
        [false, true].map((over) => (
          <div key={`${currency} ${over}`} className="bg-raised p-4">
            <dt className="text-13 text-ink-soft">{t(over ? "owed.over" : "owed.open")}</dt>
            <dd className="tabular mt-1 text-24 font-semibold">
              {formats.price(sum(currency, over), currency)}
            </dd>
          </div>
        )),
      )}
    </dl>
  );
}

function OwedTable({ owed }: { owed: OwedShown[] }) {
  const { t, formats } = useLanguage();
  const units = useUnits();
  const month = new Intl.DateTimeFormat(formats.locale, {
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  const monthOf = (endsIn: string) => month.format(Date.parse(endsIn));
  const columns: Column<OwedShown>[] = [
    {
      key: "ends",
      title: t("owed.endsIn"),
      value: (row) => row.endsIn,
      cell: (row) => monthOf(row.endsIn),
    },
    {
      key: "kind",
      title: t("grants.kind"),
      value: (row) => t(`mix.kind.${row.kind}`),
    },
    {
      key: "state",
      title: t("staff.column.state"),
      wide: true,
      value: (row) => t(`packages.state.${row.status}`),
      cell: (row) => <Badge tone={TONES[row.status]}>{t(`packages.state.${row.status}`)}</Badge>,
    },
    {
      key: "count",
      title: t("owed.count"),
      number: true,
      wide: true,
      value: (row) => row.count,
    },
    {
      key: "units",
      title: t("grants.left"),
      number: true,
      value: (row) => row.units,
      text: (row) => units(row, row.units),
    },
    {
      key: "value",
      title: t("owed.value"),
      number: true,
      value: (row) => row.value,
      text: (row) => formats.amount(row.value, row.currency),
      cell: (row) => formats.price(row.value, row.currency),
    },
  ];
  return (
    <DataTable
      caption={t("owed.title")}
      columns={columns}
      rows={owed}
      rowKey={(row) => `${row.kind} ${row.currency} ${row.status} ${row.endsIn}`}
    />
  );
}
