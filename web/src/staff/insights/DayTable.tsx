import type { Day } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Column, DataTable } from "../../design/DataTable";
import { moneyColumns } from "../../design/moneyColumns";
import { cancelledOf } from "./figures";

const MONEY = ["gross", "refunds", "net"] as const;
const REASONS = ["buyer", "staff", "expired", "unpaid", "refunded"] as const;

export function DayTable({ days, currencies }: { days: Day[]; currencies: string[] }) {
  const { t, formats } = useLanguage();
  const count = (key: string, title: string, value: (row: Day) => number): Column<Day> => ({
    key,
    title,
    number: true,
    value,
  });
  const columns: Column<Day>[] = [
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
    count("orders", t("stats.orders"), (row) => row.orders),
    { ...count("units", t("stats.units"), (row) => row.units), wide: true },
    ...currencies.flatMap((currency) =>
      MONEY.flatMap((name) =>
        moneyColumns<Day>(name, t(`stats.${name}`), [currency], formats, (row) => row[name]),
      ),
    ),
    count("cancelled", t("stats.cancelled"), cancelledOf),
    ...REASONS.map((reason) => ({
      ...count(reason, t(`stats.reason.${reason}`), (row) => row.cancelled[reason]),
      wide: true,
    })),
  ];
  return (
    <DataTable
      cards
      caption={t("stats.byDay")}
      columns={columns}
      rows={days}
      rowKey={(row) => row.day}
    />
  );
}
