import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { TransferBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Blank } from "../../design/Blank";

import { Button, ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { ListFilter } from "../desk/ListFilter";
import { Arrive, CallBack, ChangeArrival } from "./TransferDialogs";
import { transfersQuery, WHICH_TRANSFERS } from "./transfers";
import { nameOf } from "./VariantTable";

const route = getRouteApi("/staff/transfers");
const TONES: Record<TransferBody["status"], BadgeTone> = {
  "under-way": "held",
  arrived: "free",
  lost: "gone",
  cancelled: "gone",
};
const DIALOGS = { arrive: Arrive, day: ChangeArrival, back: CallBack };
type Doing = keyof typeof DIALOGS;

/** What is under way from one location to another, on sale nowhere, and what became of it. */
export function TransfersPage() {
  const { t, locale } = useLanguage();
  const { which } = route.useSearch();
  const change = useChange(route);
  const [act, setAct] = useState<{ doing: Doing; found: TransferBody } | null>(null);
  const query = useInfiniteQuery({
    ...transfersQuery(which, locale),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.transfers) ?? [];
  const Act = act && DIALOGS[act.doing];
  return (
    <div className="space-y-4">
      <Heading
        title={t("transfers.title")}
        text={t("transfers.text")}
        actions={
          <ButtonLink needs="POST /api/staff/transfers" to="/staff/stock">
            {t("transfers.begin")}
          </ButtonLink>
        }
      />
      <ListFilter
        value={which}
        items={WHICH_TRANSFERS}
        nameOf={(one) => t(`transfers.which.${one}`)}
        onChoose={(next) => change({ which: next })}
      />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank title={t("transfers.none")} hint={t("transfers.noneHint")} />}
      >
        <TransferTable
          rows={rows}
          loading={query.isPending}
          onAct={(doing, found) => setAct({ doing, found })}
        />
      </Listing>
      {act && Act && <Act found={act.found} onClose={() => setAct(null)} />}
    </div>
  );
}

interface TableProps {
  rows: TransferBody[];
  loading: boolean;
  onAct: (doing: Doing, found: TransferBody) => void;
}

function TransferTable({ rows, loading, onAct }: TableProps) {
  const { t, formats } = useLanguage();
  const columns: Column<TransferBody>[] = [
    {
      key: "name",
      title: t("transfers.goods"),
      value: (row) => nameOf(row) || row.variantId,
      cell: (row) => (
        <span className="flex min-w-32 flex-col py-1">
          <span className="font-medium wrap-anywhere">{nameOf(row) || row.variantId}</span>
          <span className="text-13 text-ink-soft wrap-anywhere">{row.sku}</span>
          <span className="text-13 text-ink-soft wrap-anywhere">{row.reason}</span>
        </span>
      ),
    },
    {
      key: "way",
      title: t("transfers.way"),
      value: (row) => `${row.fromLocation} → ${row.toLocation}`,
    },
    {
      key: "status",
      title: t("staff.column.state"),
      value: (row) => t(`transfers.states.${row.status}`),
      cell: (row) => <Badge tone={TONES[row.status]}>{t(`transfers.states.${row.status}`)}</Badge>,
    },
    {
      key: "expectedOn",
      title: t("transfers.arrivesOn"),
      value: (row) => row.expectedOn ?? "",
      cell: (row) => (row.expectedOn ? formats.dayAhead(row.expectedOn) : "–"),
    },
    {
      key: "quantity",
      title: t("transfers.sent"),
      number: true,
      wide: true,
      value: (row) => row.quantity,
    },
    { key: "underWay", title: t("transfers.left"), number: true, value: (row) => row.underWay },
    { key: "came", title: t("transfers.came"), number: true, wide: true, value: (row) => row.came },
    { key: "lost", title: t("transfers.lost"), number: true, wide: true, value: (row) => row.lost },
    {
      key: "actions",
      title: t("locations.actions"),
      bare: true,
      number: true,
      cell: (row) =>
        row.status === "under-way" && (
          <span className="inline-flex flex-wrap items-center justify-end gap-1">
            <Button
              size="s"
              aria-label={t("transfers.arriveOf", { name: nameOf(row) })}
              onClick={() => onAct("arrive", row)}
            >
              {t("transfers.arrive")}
            </Button>
            <Button
              size="s"
              kind="plain"
              aria-label={t("transfers.dayOf", { name: nameOf(row) })}
              onClick={() => onAct("day", row)}
            >
              {t("transfers.day")}
            </Button>
            <Button
              size="s"
              kind="plain"
              aria-label={t("transfers.cancelOf", { name: nameOf(row) })}
              onClick={() => onAct("back", row)}
            >
              {t("transfers.cancelShort")}
            </Button>
          </span>
        ),
    },
  ];
  return (
    <DataTable
      caption={t("transfers.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
    />
  );
}
