import type { ReactNode } from "react";
import type { ReturnListed } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Column, DataTable } from "../../design/DataTable";
import { Moment } from "../../design/Moment";
import { ReturnBadge } from "../../rooms/returns/Badge";

/** As staff list it, and as a seller does. */
type Row = Pick<
  ReturnListed,
  | "id"
  | "number"
  | "status"
  | "madeAt"
  | "refunded"
  | "units"
  | "reasons"
  | "orderNumber"
  | "currency"
>;

interface Props<One extends Row> {
  rows: One[];
  loading: boolean;
  linked: (row: One, name: string) => ReactNode;
  buyer: (row: One) => string;
  showBuyer: (row: One) => ReactNode;
}

export const LINK = "tabular inline-flex min-h-6 items-center font-medium hover:text-accent";

export function ReturnTable<One extends Row>(props: Props<One>) {
  const { rows, loading, linked, buyer, showBuyer } = props;
  const { t, formats } = useLanguage();
  const columns: Column<One>[] = [
    {
      key: "return",
      title: t("staffReturn.which"),
      value: (row) => `${row.orderNumber} ${row.number}`,
      cell: (row) =>
        linked(row, t("staffReturn.name", { order: row.orderNumber, number: row.number })),
    },
    {
      key: "buyer",
      title: t("disputes.buyer"),
      wide: true,
      value: buyer,
      cell: showBuyer,
    },
    {
      key: "state",
      title: t("staff.column.state"),
      value: (row) => t(`return.status.${row.status}`),
      cell: (row) => <ReturnBadge status={row.status} />,
    },
    {
      key: "units",
      title: t("staffReturn.units"),
      number: true,
      value: (row) => row.units,
      cell: (row) => formats.number(row.units),
    },
    {
      key: "reason",
      title: t("disputes.reason"),
      wide: true,
      value: (row) => row.reasons.map((one) => t(`return.reason.${one}`)).join(", "),
      cell: (row) => row.reasons.map((one) => t(`return.reason.${one}`)).join(", "),
    },
    {
      key: "refunded",
      title: t("return.sum.refunded"),
      number: true,
      wide: true,
      value: (row) => row.refunded ?? 0,
      text: (row) => (row.refunded === null ? "" : formats.amount(row.refunded, row.currency)),
      cell: (row) => (row.refunded === null ? "" : formats.price(row.refunded, row.currency)),
    },
    {
      key: "asked",
      title: t("staffReturn.asked"),
      value: (row) => row.madeAt,
      cell: (row) => <Moment at={row.madeAt} className="tabular whitespace-nowrap" />,
    },
  ];
  return (
    <DataTable
      caption={t("staffReturn.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
    />
  );
}
