import { Link } from "@tanstack/react-router";
import type { MoneySetAside } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Column, DataTable } from "../../design/DataTable";
import { useProviderName } from "./names";

/** Money that is taken when its order is sent, and until when that can be done. */
export function SetAside({ rows }: { rows: MoneySetAside[] }) {
  const { t, formats } = useLanguage();
  const nameOf = useProviderName();
  if (rows.length === 0) return null;
  const columns: Column<MoneySetAside>[] = [
    {
      key: "order",
      title: t("payReport.order"),
      value: (row) => row.orderNumber,
      cell: (row) => (
        <Link
          to="/staff/orders/$orderId"
          params={{ orderId: row.orderId }}
          className="tabular inline-flex min-h-6 items-center font-medium hover:text-accent"
        >
          {row.orderNumber}
        </Link>
      ),
    },
    {
      key: "provider",
      title: t("payReport.provider"),
      wide: true,
      value: (row) => nameOf(row.provider),
    },
    {
      key: "amount",
      title: t("payReport.amount"),
      number: true,
      value: (row) => row.amount,
      text: (row) => formats.amount(row.amount, row.currency),
      cell: (row) => formats.price(row.amount, row.currency),
    },
    {
      key: "ends",
      title: t("payReport.endsAt"),
      value: (row) => row.endsAt ?? "",
      cell: (row) => <Ends row={row} />,
    },
  ];
  return (
    <section className="space-y-3">
      <h2 className="text-18 font-semibold">{t("payReport.setAside")}</h2>
      <DataTable
        caption={t("payReport.setAside")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.paymentId}
      />
    </section>
  );
}

function Ends({ row }: { row: MoneySetAside }) {
  const { t, formats } = useLanguage();
  if (row.refused !== null)
    return (
      <span className="text-danger wrap-anywhere">
        {t("payReport.refusedBy", { why: row.refused })}
      </span>
    );
  if (!row.endsAt) return <span className="text-ink-soft">{t("payReport.noEnd")}</span>;
  return (
    <time dateTime={row.endsAt} className="tabular">
      {formats.until(row.endsAt)}
    </time>
  );
}
