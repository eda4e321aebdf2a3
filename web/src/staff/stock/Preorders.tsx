import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PreorderStaffBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Listing } from "../../design/Listing";
import { Announce, ReceivePreorder } from "./PreorderDialog";
import type { Place } from "./places";
import { preordersQuery } from "./preorders";
import { nameOf } from "./VariantTable";

const ALL_AT_ONCE = {
  hasNextPage: false,
  isFetchingNextPage: false,
  fetchNextPage: () => undefined,
};

interface Doing {
  what: "receive" | "change";
  found: PreorderStaffBody;
}

/** What is announced and has not come, there: how much of it is sold, and who waits. `hint`: how
 * something is announced. */
export function Preorders({ place, hint }: { place: Place; hint: string }) {
  const { t, locale } = useLanguage();
  const [doing, setDoing] = useState<Doing | null>(null);
  const query = useQuery(preordersQuery(place, locale));
  const rows = query.data?.preorders ?? [];
  const close = () => setDoing(null);
  return (
    <>
      <Listing
        query={{ ...query, ...ALL_AT_ONCE }}
        empty={rows.length === 0}
        none={<Blank title={t("preorders.none")} hint={hint} />}
      >
        <PreorderTable rows={rows} loading={query.isPending} onAct={setDoing} />
      </Listing>
      {doing?.what === "receive" && (
        <ReceivePreorder found={doing.found} place={place} onClose={close} />
      )}
      {doing?.what === "change" && (
        <Announce variant={doing.found} place={place} found={doing.found} onClose={close} />
      )}
    </>
  );
}

/** The day it is expected on, and whether that is over. */
function Expected({ row }: { row: PreorderStaffBody }) {
  const { t, formats } = useLanguage();
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      {formats.dayAhead(row.expectedOn)}
      {row.overdue && <Badge tone="held">{t("preorders.overdue")}</Badge>}
    </span>
  );
}

interface TableProps {
  rows: PreorderStaffBody[];
  loading: boolean;
  onAct: (doing: Doing) => void;
}

function PreorderTable({ rows, loading, onAct }: TableProps) {
  const { t, formats } = useLanguage();
  const columns: Column<PreorderStaffBody>[] = [
    {
      key: "name",
      title: t("preorders.goods"),
      value: (row) => nameOf(row),
      cell: (row) => (
        <span className="flex min-w-32 flex-col py-1">
          <span className="font-medium wrap-anywhere">{nameOf(row)}</span>
          <span className="text-13 text-ink-soft wrap-anywhere">{row.sku}</span>
          {/* On a phone what has columns elsewhere. */}
          <span className="text-13 md:hidden">
            <Expected row={row} />
          </span>
          <span className="tabular text-13 text-ink-soft md:hidden">
            {t("preorders.count.toCome")}: {formats.number(row.toCome)}
          </span>
          <span className="tabular text-13 text-ink-soft md:hidden">
            {t("preorders.count.waitingUnits")}: {formats.number(row.waitingUnits)}
          </span>
        </span>
      ),
    },
    {
      key: "expectedOn",
      title: t("preorders.expectedOn"),
      wide: true,
      value: (row) => row.expectedOn,
      cell: (row) => <Expected row={row} />,
    },
    {
      key: "toCome",
      title: t("preorders.count.toCome"),
      number: true,
      wide: true,
      value: (row) => row.toCome,
    },
    {
      key: "available",
      title: t("preorders.count.available"),
      number: true,
      wide: true,
      value: (row) => row.available,
    },
    {
      key: "held",
      title: t("preorders.count.held"),
      number: true,
      wide: true,
      value: (row) => row.held,
    },
    {
      key: "waiting",
      title: t("preorders.count.waitingUnits"),
      number: true,
      wide: true,
      value: (row) => row.waitingUnits,
      cell: (row) => (
        <span>
          {formats.number(row.waitingUnits)}
          {row.waitingOrders > 0 && (
            <span className="block text-13 text-ink-soft">
              {t("preorders.orders", { count: row.waitingOrders })}
            </span>
          )}
        </span>
      ),
    },
    {
      key: "actions",
      title: t("locations.actions"),
      bare: true,
      number: true,
      cell: (row) => (
        <span className="inline-flex flex-col items-end gap-1 md:flex-row md:items-center">
          <Button
            size="s"
            aria-label={t("preorders.receiveOf", { name: nameOf(row) })}
            onClick={() => onAct({ what: "receive", found: row })}
          >
            {t("preorders.receiveShort")}
          </Button>
          <Button
            size="s"
            kind="plain"
            aria-label={t("preorders.changeOf", { name: nameOf(row) })}
            onClick={() => onAct({ what: "change", found: row })}
          >
            {t("preorders.change")}
          </Button>
        </span>
      ),
    },
  ];
  return (
    <DataTable
      caption={t("preorders.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.variantId}
      loading={loading}
    />
  );
}
