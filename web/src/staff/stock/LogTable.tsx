import { Link } from "@tanstack/react-router";
import type { LogEntry } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { type Column, DataTable } from "../../design/DataTable";
import { Moment } from "../../design/Moment";
import { NO_LIMIT } from "../../design/SupplyBar";
import { useUnits } from "../../design/units";
import { useActorName } from "../desk/Buyer";
import { OPERATIONS } from "./search";
import { nameOf } from "./VariantTable";

/** What the shop itself notes where goods move without a hold; the order stands in its own column. */
const OF_ORDER = /^order\/[0-9a-f-]{36} (refunded|codes back|bought|delivered otherwise)$/;

/** The journal as staff read it: what changed, by how much, to what, by whom, in which request. */
export function LogTable({ rows, loading }: { rows: LogEntry[]; loading?: boolean }) {
  const { t } = useLanguage();
  const named = useActorName();
  const units = useUnits();
  const operation = (name: string) => {
    const known = OPERATIONS.find((each) => each === name);
    return known ? t(`staff.operations.${known}`) : name;
  };
  const note = (text: string | null) => {
    const ended = OF_ORDER.exec(text ?? "")?.[1];
    if (!ended) return text;
    if (ended === "delivered otherwise") return t("staff.noteOf.otherwise");
    return t(ended === "bought" ? "staff.noteOf.bought" : "staff.noteOf.refunded");
  };
  const columns: Column<LogEntry>[] = [
    {
      key: "at",
      title: t("staff.column.at"),
      value: (row) => row.at,
      cell: (row) => <Moment at={row.at} className="tabular block min-w-28 text-ink-soft" />,
    },
    {
      key: "product",
      title: t("staff.column.product"),
      value: (row) => nameOf(row),
      cell: (row) => (
        <Link
          to="/staff/log"
          search={(before) => ({ ...before, variantId: row.variantId ?? undefined })}
          title={nameOf(row)}
          className="line-clamp-2 min-w-36 font-medium hover:text-accent"
        >
          {nameOf(row)}
        </Link>
      ),
    },
    {
      key: "location",
      title: t("staff.location"),
      value: (row) => row.location ?? t("preorders.one"),
    },
    {
      key: "operation",
      title: t("staff.column.operation"),
      value: (row) => operation(row.operation),
      cell: (row) => <span className="whitespace-nowrap">{operation(row.operation)}</span>,
    },
    {
      key: "change",
      title: t("staff.column.change"),
      value: (row) => row.change,
      number: true,
      cell: (row) => <Change value={row.change} />,
    },
    {
      key: "heldChange",
      title: t("staff.column.heldChange"),
      value: (row) => row.heldChange,
      number: true,
      wide: true,
      cell: (row) => <Change value={row.heldChange} />,
    },
    {
      key: "balance",
      title: t("staff.column.balance"),
      value: (row) => row.balance,
      number: true,
      cell: (row) => units(row.balance),
    },
    {
      key: "order",
      title: t("staff.column.order"),
      value: (row) => row.orderNumber,
      wide: true,
      cell: (row) =>
        row.orderId && (
          <Link
            to="/staff/orders/$orderId"
            params={{ orderId: row.orderId }}
            className="tabular whitespace-nowrap text-accent hover:underline"
          >
            {row.orderNumber}
          </Link>
        ),
    },
    {
      key: "note",
      title: t("staff.reason"),
      value: (row) => note(row.note),
      cell: (row) =>
        row.note && (
          <span title={row.note} className="line-clamp-2 max-w-56 min-w-20">
            {note(row.note)}
          </span>
        ),
    },
    {
      key: "actor",
      title: t("staff.column.actor"),
      value: (row) => named(row.actor, row.actorName),
      wide: true,
      cell: (row) => row.actor && <Short text={named(row.actor, row.actorName)} />,
    },
    {
      key: "request",
      title: t("staff.column.request"),
      value: (row) => row.request,
      wide: true,
      cell: (row) => <Short text={row.request} />,
    },
  ];
  const many = new Set(rows.map((row) => row.locationId)).size > 1;
  return (
    <DataTable
      cards
      caption={t("staff.log")}
      columns={many ? columns : columns.filter(({ key }) => key !== "location")}
      rows={rows}
      rowKey={(row) => `${row.variantId} ${row.locationId} ${row.version}`}
      loading={loading}
    />
  );
}

function Change({ value }: { value: number }) {
  const { t, formats } = useLanguage();
  if (value === 0) return <span className="text-ink-faint">·</span>;
  const unlimited = Math.abs(value) >= NO_LIMIT;
  return (
    <span className={classes(value > 0 ? "text-free" : "text-ink")}>
      {unlimited ? `${value > 0 ? "+" : "−"} ${t("supply.noLimit")}` : formats.change(value)}
    </span>
  );
}

/** Ids are long: the start is shown, the whole is in the hint and is copied when selected. */
function Short({ text }: { text: string | null }) {
  if (!text) return null;
  return (
    <span title={text} className="block max-w-28 truncate text-ink-soft">
      {text}
    </span>
  );
}
