import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { GoodsPlaceShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Moment } from "../../design/Moment";
import { Skeleton } from "../../design/Skeleton";
import { Buyer, buyerName } from "../desk/Buyer";
import { linesQuery, placesQuery } from "./queries";
import { TakeOff, TakeOffDialog } from "./TakeOff";

const route = getRouteApi("/staff/waiting/$variantId");

/** Who waits for one variant, and to whom some of it is held. */
export function LinePage() {
  const { t } = useLanguage();
  const { variantId } = route.useParams();
  const query = useQuery(placesQuery(variantId));
  const line = useQuery(linesQuery).data?.lines.find((one) => one.variantId === variantId);
  const [removing, setRemoving] = useState<GoodsPlaceShown | null>(null);
  return (
    <div className="space-y-4">
      <Heading
        title={line?.name ?? t("staffLine.title")}
        text={line?.sku ?? undefined}
        actions={<ButtonLink to="/staff/waiting">{t("staffLine.all")}</ButtonLink>}
      />
      <Loaded query={query} loading={<Skeleton className="h-48 w-full" />}>
        {({ places }) =>
          places.length === 0 ? (
            <Blank icon="check" title={t("staffLine.none")} hint={t("staffLine.noneHint")} />
          ) : (
            <PlaceTable variantId={variantId} rows={places} onRemove={setRemoving} />
          )
        }
      </Loaded>
      {removing && (
        <TakeOffDialog
          place={`/staff/waiting/places/${removing.id}`}
          onClose={() => setRemoving(null)}
        />
      )}
    </div>
  );
}

/** A set is waited for in the line of a part, so either leads to the other. */
function OtherLine({ id, name }: { id: string; name: string }) {
  return (
    <Link
      to="/staff/waiting/$variantId"
      params={{ variantId: id }}
      className="text-accent underline underline-offset-4"
    >
      {name}
    </Link>
  );
}

interface TableProps {
  variantId: string;
  rows: GoodsPlaceShown[];
  onRemove: (place: GoodsPlaceShown) => void;
}

function PlaceTable({ variantId, rows, onRemove }: TableProps) {
  const { t, formats } = useLanguage();
  const columns: Column<GoodsPlaceShown>[] = [
    {
      key: "who",
      title: t("disputes.buyer"),
      value: (row) => buyerName(row.buyer) ?? "",
      cell: (row) => <Buyer who={row.buyer} />,
    },
    {
      key: "wants",
      title: t("staffLine.wants"),
      value: (row) => row.product,
      cell: (row) => (
        <span className="wrap-anywhere">
          {row.variantId === variantId ? (
            row.product
          ) : (
            <OtherLine id={row.variantId} name={row.product} />
          )}
          {row.lineId && row.part && row.lineId !== variantId && (
            <span className="block text-13 text-ink-soft">
              {t("staffLine.lacks")} <OtherLine id={row.lineId} name={row.part} />
            </span>
          )}
        </span>
      ),
    },
    {
      key: "quantity",
      title: t("staffReturn.units"),
      number: true,
      value: (row) => row.quantity,
      cell: (row) => formats.number(row.quantity),
    },
    {
      key: "state",
      title: t("staff.column.status"),
      value: (row) => t(`staffLine.status.${row.status}`),
      cell: (row) => (
        <Badge tone={row.status === "offered" ? "held" : "accent"}>
          {t(`staffLine.status.${row.status}`)}
        </Badge>
      ),
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
      cell: (row) => <TakeOff row={row} onRemove={onRemove} />,
    },
  ];
  return (
    <DataTable
      caption={t("staffLine.who")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      cards
    />
  );
}
