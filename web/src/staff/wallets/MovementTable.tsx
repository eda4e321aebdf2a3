import { Link } from "@tanstack/react-router";
import type { StaffMovementBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Column, DataTable } from "../../design/DataTable";
import { Moment } from "../../design/Moment";

interface Props {
  rows: StaffMovementBody[];
  currency: string;
  loading: boolean;
}

/** A wallet's movements as staff read them: with who made each, and in which request. */
export function MovementTable({ rows, currency, loading }: Props) {
  const { t, formats } = useLanguage();
  const columns: Column<StaffMovementBody>[] = [
    {
      key: "at",
      title: t("staff.column.at"),
      value: (row) => row.at,
      cell: (row) => (
        <Moment at={row.at} className="tabular block min-w-24 text-ink-soft md:whitespace-nowrap" />
      ),
    },
    {
      key: "kind",
      title: t("staff.column.operation"),
      value: (row) => t(`wallet.kind.${row.kind}`),
      cell: (row) =>
        row.orderId ? (
          <Link
            to="/staff/orders/$orderId"
            params={{ orderId: row.orderId }}
            className="text-accent hover:underline"
          >
            {t(`wallet.kind.${row.kind}`)}
          </Link>
        ) : (
          t(`wallet.kind.${row.kind}`)
        ),
    },
    {
      key: "change",
      title: t("staff.column.change"),
      value: (row) => row.change,
      text: (row) => formats.amount(row.change, currency),
      number: true,
      cell: (row) => formats.priceChange(row.change, currency),
    },
    {
      key: "balance",
      title: t("staff.wallet.after"),
      value: (row) => row.balance,
      text: (row) => formats.amount(row.balance, currency),
      number: true,
      cell: (row) => formats.price(row.balance, currency),
    },
    {
      key: "reason",
      title: t("staff.reason"),
      value: (row) => row.reason,
      cell: (row) => <span className="wrap-anywhere">{row.reason}</span>,
    },
    {
      key: "actor",
      title: t("staff.column.actor"),
      value: (row) => row.actor,
      wide: true,
      cell: (row) => <span className="text-ink-soft wrap-anywhere">{row.actor}</span>,
    },
    {
      key: "request",
      title: t("staff.column.request"),
      value: (row) => row.request,
      wide: true,
      cell: (row) => <span className="text-ink-soft wrap-anywhere">{row.request}</span>,
    },
  ];
  return (
    <DataTable
      caption={t("wallet.statement")}
      columns={columns}
      rows={rows}
      rowKey={(row) => String(row.version)}
      loading={loading}
    />
  );
}
