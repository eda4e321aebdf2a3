import { useState } from "react";
import type { TimePlaceShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { type Column, DataTable } from "../../design/DataTable";
import { Moment } from "../../design/Moment";
import { useClock } from "../../rooms/booking/words";
import { Buyer, buyerName } from "../desk/Buyer";
import { TakeOff, TakeOffDialog } from "./TakeOff";

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
          {clock.whole(row.local, row.zone)}
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
      cell: (row) => <TakeOff row={row} onRemove={setRemoving} />,
    },
  ];
  return (
    <>
      <DataTable
        caption={t("staffLine.times")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        cards
      />
      {removing && (
        <TakeOffDialog
          place={`/staff/waiting-times/${removing.id}`}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  );
}
