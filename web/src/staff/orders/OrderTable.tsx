import { Link, useNavigate } from "@tanstack/react-router";
import type { StaffOrderRow } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { type Column, DataTable } from "../../design/DataTable";
import { Icon } from "../../design/Icon";
import { Moment } from "../../design/Moment";
import { Price } from "../../design/Price";
import { OrderStatusBadge } from "../../rooms/orders/OrderStatusBadge";
import { PICKED_UP } from "../../rooms/parcels/Badges";
import { Buyer } from "../desk/Buyer";
import { useLineKeys } from "../desk/lineKeys";
import { useToldKeys } from "../desk/told";
import { type PaidState, WAYS } from "./search";

const TONES: Record<PaidState, BadgeTone> = {
  unpaid: "gone",
  paid: "free",
  refunding: "held",
  refunded: "gone",
  "refund-failed": "danger",
};

/** What an order is or was to be paid through; a word of ours where we have one. */
export function useWay(): (provider: string | null) => string {
  const { t } = useLanguage();
  return (provider) => {
    const known = WAYS.find((each) => each === provider);
    return known ? t(`staffOrder.ways.${known}`) : (provider ?? "");
  };
}

function PaidBadge({ state }: { state: PaidState }) {
  const { t } = useLanguage();
  return <Badge tone={TONES[state]}>{t(`staffOrder.payments.${state}`)}</Badge>;
}

function goodsOf({ items, description }: StaffOrderRow): string {
  if (items.length === 0) return description ?? "";
  return items.map((item) => `${item.quantity} × ${item.productName}`).join(", ");
}

interface Props {
  rows: StaffOrderRow[];
  loading?: boolean;
  /** Whose orders they are is known already. */
  ofOne?: boolean;
  /** What happened last counts, not when they were placed. */
  byChange?: boolean;
  /** Which are chosen for a step with several. */
  chosen?: ReadonlySet<string>;
  onTurn?: (id: string) => void;
}

export function OrderTable({ rows, loading, ofOne, byChange, chosen, onTurn }: Props) {
  const { t } = useLanguage();
  const way = useWay();
  const navigate = useNavigate();
  const turn = (row: StaffOrderRow) => onTurn?.(row.id);
  useLineKeys(rows, { x: turn });
  useToldKeys(onTurn ? [["x", t("staffOrder.chooseKey")]] : []);
  const columns: Column<StaffOrderRow>[] = [
    ...(onTurn
      ? [
          {
            key: "choose",
            title: t("staffOrder.choose"),
            bare: true,
            tight: true,
            cell: (row: StaffOrderRow) => (
              <label className="grid size-9 place-items-center" data-line={row.id}>
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  aria-label={t("staffOrder.chooseOne", { number: row.number })}
                  checked={chosen?.has(row.id) ?? false}
                  onChange={() => turn(row)}
                />
              </label>
            ),
          },
        ]
      : []),
    {
      key: "number",
      title: t("staff.column.order"),
      cell: (row) => (
        <>
          <Link
            to="/staff/orders/$orderId"
            params={{ orderId: row.id }}
            className="tabular inline-flex min-h-8 items-center font-medium whitespace-nowrap hover:text-accent"
          >
            {row.number}
          </Link>
          {!ofOne && (
            <span className="block max-w-28 wrap-anywhere md:hidden [&_a]:inline-flex [&_a]:min-h-6 [&_a]:items-center">
              <Buyer who={row.buyer} />
            </span>
          )}
          {row.tags.length > 0 && (
            <ul className="flex max-w-40 flex-wrap gap-1">
              {row.tags.map((tag) => (
                <li
                  key={tag}
                  title={tag}
                  className="max-w-full truncate rounded-s bg-sunken px-1.5 text-13"
                >
                  {tag}
                </li>
              ))}
            </ul>
          )}
          {row.buyerNote && (
            <p title={row.buyerNote} className="flex max-w-40 items-center gap-1 text-13">
              <Icon name="message" size={16} />
              <span className="truncate">{row.buyerNote}</span>
            </p>
          )}
        </>
      ),
    },
    {
      key: "at",
      title: t(byChange ? "staffOrder.changedAt" : "staff.column.at"),
      wide: true,
      cell: (row) => (
        <Moment
          at={byChange ? row.changedAt : row.createdAt}
          className="tabular block min-w-28 text-ink-soft"
        />
      ),
    },
    ...(ofOne
      ? []
      : [
          {
            key: "buyer",
            title: t("staff.column.owner"),
            wide: true,
            cell: (row: StaffOrderRow) => (
              <span className="inline-block min-w-20">
                <Buyer who={row.buyer} />
              </span>
            ),
          },
        ]),
    {
      key: "goods",
      title: t("order.items"),
      wide: true,
      cell: (row) => (
        <span title={goodsOf(row)} className="line-clamp-2 min-w-32">
          {goodsOf(row)}
        </span>
      ),
    },
    {
      key: "status",
      title: t("staff.column.status"),
      cell: (row) => (
        <span className="inline-flex flex-col items-start gap-y-1">
          <span className="tabular md:hidden">
            <Price amount={row.total} currency={row.currency} />
          </span>
          <OrderStatusBadge order={{ ...row, awaits: null }} />
          {row.fulfilment && (
            <span className="text-13 text-ink-soft">
              {row.pickup && row.fulfilment !== "unfulfilled"
                ? t(PICKED_UP[row.fulfilment])
                : t(`staffOrder.goodsAre.${row.fulfilment}`)}
            </span>
          )}
        </span>
      ),
    },
    {
      key: "payment",
      title: t("staff.column.payment"),
      wide: true,
      cell: (row) => (
        <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
          <PaidBadge state={row.payment} />
          <span className="text-ink-soft">{way(row.provider)}</span>
        </span>
      ),
    },
    {
      key: "total",
      title: t("staff.column.total"),
      wide: true,
      number: true,
      cell: (row) => <Price amount={row.total} currency={row.currency} />,
    },
  ];
  return (
    <DataTable
      caption={t("staffOrder.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      onOpen={(row) => void navigate({ to: "/staff/orders/$orderId", params: { orderId: row.id } })}
      loading={loading}
    />
  );
}
