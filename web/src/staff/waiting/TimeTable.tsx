import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { TimePlaceShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Moment } from "../../design/Moment";
import { useClock } from "../../rooms/booking/words";
import { ActDialog } from "../desk/ActDialog";
import { Buyer, buyerName } from "../desk/Buyer";
import { linesKey } from "./queries";

/** Who waits for which time, the soonest first, and to whom one is held until when. */
export function TimeTable({ rows }: { rows: TimePlaceShown[] }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const [removing, setRemoving] = useState<TimePlaceShown | null>(null);
  const state = (row: TimePlaceShown) =>
    row.place === null
      ? t("staffLine.status.offered")
      : t("staffLine.inLine", { place: formats.number(row.place) });
  const columns: Column<TimePlaceShown>[] = [
    {
      key: "when",
      title: t("staffLine.when"),
      value: (row) => row.start,
      cell: (row) => (
        <span className="tabular font-medium">
          {clock.whole(row.local)}
          <span className="block font-normal text-ink-soft wrap-anywhere">{row.service}</span>
        </span>
      ),
    },
    {
      key: "who",
      title: t("disputes.buyer"),
      value: (row) => buyerName(row.buyer) ?? row.buyer.owner,
      cell: (row) => <Buyer who={row.buyer} />,
    },
    {
      key: "state",
      title: t("staff.column.status"),
      value: state,
      cell: (row) => (
        <span className="flex flex-col items-start gap-1">
          <Badge tone={row.status === "offered" ? "held" : "accent"}>{state(row)}</Badge>
          {row.until && (
            <span className="text-ink-soft">
              {t("staffLine.until", { time: formats.moment(row.until) })}
            </span>
          )}
        </span>
      ),
    },
    {
      key: "people",
      title: t("staffLine.people"),
      number: true,
      wide: true,
      value: (row) => row.people,
    },
    {
      key: "since",
      title: t("staffLine.since"),
      wide: true,
      value: (row) => row.joinedAt,
      cell: (row) => <Moment at={row.joinedAt} className="tabular whitespace-nowrap" />,
    },
    {
      key: "act",
      title: t("staffLine.remove"),
      bare: true,
      cell: (row) =>
        row.orderId ? (
          <Link
            to="/staff/orders/$orderId"
            params={{ orderId: row.orderId }}
            className="tabular text-accent underline underline-offset-4"
          >
            {row.number}
          </Link>
        ) : (
          <Button size="s" onClick={() => setRemoving(row)}>
            {t("staffLine.remove")}
          </Button>
        ),
    },
  ];
  return (
    <>
      <DataTable
        caption={t("staffLine.times")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
      />
      {removing && (
        <ActDialog
          title={t("staffLine.removeTitle")}
          text={t("staffLine.removeText")}
          act={t("staffLine.remove")}
          grave
          reason={{ hint: t("staffLine.removeHint"), most: 200 }}
          send={(key, reason) =>
            insist(`/staff/waiting-times/${removing.id}/remove`, { reason }, key)
          }
          onDone={() => renew(linesKey)}
          told={() => t("staffLine.removed")}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  );
}
