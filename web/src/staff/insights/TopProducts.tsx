import { Link, useNavigate } from "@tanstack/react-router";
import { currenciesOf } from "../../base/amounts";
import type { TopProduct } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Column, DataTable } from "../../design/DataTable";
import { moneyColumns } from "../../design/moneyColumns";

/** What most pieces were sold of, whatever came back later. */
export function TopProducts({ rows, own }: { rows: TopProduct[]; own?: string | null }) {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const currencies = currenciesOf(
    rows.flatMap((row) => row.revenue),
    own,
  );
  const columns: Column<TopProduct>[] = [
    {
      key: "product",
      title: t("staff.column.product"),
      value: (row) => row.name,
      cell: (row) => (
        <Link
          to="/staff/products/$id"
          params={{ id: row.productId }}
          className="inline-flex min-h-8 min-w-36 items-center font-medium wrap-anywhere hover:text-accent"
        >
          {row.name}
        </Link>
      ),
    },
    {
      key: "units",
      title: t("stats.units"),
      number: true,
      value: (row) => row.units,
    },
    ...moneyColumns<TopProduct>(
      "revenue",
      t("stats.revenue"),
      currencies,
      formats,
      (row) => row.revenue,
    ),
  ];
  return (
    <section className="space-y-3">
      <div>
        <h2 className="text-18 font-semibold">{t("stats.top")}</h2>
        <p className="text-13 text-ink-soft">{t("stats.topHint")}</p>
      </div>
      <DataTable
        cards
        caption={t("stats.top")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.productId}
        onOpen={(row) =>
          void navigate({ to: "/staff/products/$id", params: { id: row.productId } })
        }
      />
    </section>
  );
}
