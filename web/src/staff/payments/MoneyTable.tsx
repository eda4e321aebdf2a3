import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { type Column, DataTable } from "../../design/DataTable";

/** Money of an order; null of what was paid into a wallet. */
interface Row {
  orderId: string | null;
  orderNumber: string | null;
  amount: number;
  currency: string;
}

interface Props<R extends Row> {
  title: string;
  rows: R[];
  rowKey: (row: R) => string;
  /** What the amount is called, if not that. */
  amount?: string;
  /** Stand between the order and the amount, and after that. */
  before?: Column<R>[];
  after: Column<R>[];
  loading?: boolean;
}

/** Rows of money, each with its order and its amount. */
export function MoneyTable<R extends Row>(props: Props<R>) {
  const { t, formats } = useLanguage();
  const order: Column<R> = {
    key: "order",
    title: t("payReport.order"),
    value: (row) => row.orderNumber ?? "",
    cell: (row) => <Of row={row} />,
  };
  const amount: Column<R> = {
    key: "amount",
    title: props.amount ?? t("payReport.amount"),
    number: true,
    value: (row) => row.amount,
    text: (row) => formats.amount(row.amount, row.currency),
    cell: (row) => formats.price(row.amount, row.currency),
  };
  return (
    <DataTable
      cards
      caption={props.title}
      columns={[order, ...(props.before ?? []), amount, ...props.after]}
      rows={props.rows}
      rowKey={props.rowKey}
      loading={props.loading}
    />
  );
}

function Of({ row }: { row: Row }) {
  const { t } = useLanguage();
  if (!row.orderId) return <span className="font-medium">{t("disputes.topUp")}</span>;
  return (
    <Link
      to="/staff/orders/$orderId"
      params={{ orderId: row.orderId }}
      className="tabular inline-flex min-h-6 items-center font-medium hover:text-accent"
    >
      {row.orderNumber}
    </Link>
  );
}

interface PartProps {
  title: string;
  text?: string;
  testId?: string;
  children: ReactNode;
}

/** A part of the page of payments, under its own heading. */
export function MoneyPart({ title, text, testId, children }: PartProps) {
  return (
    <section className="space-y-3" data-testid={testId}>
      <h2 className="text-18 font-semibold">{title}</h2>
      {text && <p className="text-ink-soft">{text}</p>}
      {children}
    </section>
  );
}
