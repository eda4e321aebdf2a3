import type { Cohort } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Column, DataTable } from "../../design/DataTable";
import { monthsOf, returning } from "./trade";

/** Of those who first bought in a month, how many came back in each month after it. */
export function Cohorts({ cohorts }: { cohorts: Cohort[] }) {
  const { t, formats } = useLanguage();
  const months = monthsOf(cohorts);
  const columns: Column<Cohort>[] = [
    {
      key: "month",
      title: t("trade.firstMonth"),
      value: (row) => row.month,
      text: (row) => row.month.slice(0, 7),
      cell: (row) => <span className="whitespace-nowrap">{formats.monthOfUtc(row.month)}</span>,
    },
    { key: "buyers", title: t("trade.buyers"), number: true, value: (row) => row.buyers },
    ...months.map(
      (after): Column<Cohort> => ({
        key: `after-${after}`,
        title: t("trade.monthsLater", { count: after }),
        number: true,
        wide: after > 2,
        value: (row) => returning(row, after),
        cell: (row) => <Share part={returning(row, after)} of={row.buyers} />,
      }),
    ),
  ];
  return (
    <DataTable
      caption={t("trade.cohorts")}
      columns={columns}
      rows={cohorts}
      rowKey={(row) => row.month}
    />
  );
}

function Share({ part, of }: { part: number; of: number }) {
  const { formats } = useLanguage();
  if (part === 0) return <span className="text-ink-faint">–</span>;
  return <span className="rounded-s bg-free-soft px-1.5 py-0.5">{formats.percent(part / of)}</span>;
}
