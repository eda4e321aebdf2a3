import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { LocationBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { EditLocation } from "./EditLocation";
import { allLocationsQuery } from "./locations";

/** Where stock lies; each leads to what lies there, and to what came and went. */
export function LocationsPage() {
  const { t } = useLanguage();
  const [adding, add] = useState(false);
  const [editing, edit] = useState<LocationBody | null>(null);
  return (
    <div className="max-w-5xl space-y-6">
      <Heading
        title={t("locations.title")}
        text={t("locations.text")}
        actions={
          <Button kind="primary" icon="plus" onClick={() => add(true)}>
            {t("locations.add")}
          </Button>
        }
      />
      <Loaded query={useQuery(allLocationsQuery)} loading={<Skeleton className="h-72 w-full" />}>
        {({ locations }) => <Locations rows={locations} onEdit={edit} />}
      </Loaded>
      {adding && <EditLocation onClose={() => add(false)} />}
      {editing && <EditLocation location={editing} onClose={() => edit(null)} />}
    </div>
  );
}

interface Props {
  rows: LocationBody[];
  onEdit: (location: LocationBody) => void;
}

function Locations({ rows, onEdit }: Props) {
  const { t } = useLanguage();
  const stateOf = (row: LocationBody) => {
    if (row.first) return "first";
    return row.active ? "open" : "closed";
  };
  const columns: Column<LocationBody>[] = [
    {
      key: "name",
      title: t("staff.column.name"),
      value: (row) => row.name,
      cell: (row) => (
        <span className="flex min-w-32 flex-col py-1">
          <span className="font-medium wrap-anywhere">{row.name}</span>
          <span className="text-13 text-ink-soft wrap-anywhere">
            {[row.address, row.country].filter(Boolean).join(", ")}
          </span>
        </span>
      ),
    },
    {
      key: "priority",
      title: t("locations.priority"),
      number: true,
      wide: true,
      value: (row) => row.priority,
    },
    {
      key: "state",
      title: t("staff.column.state"),
      value: (row) => t(`locations.states.${stateOf(row)}`),
      cell: (row) => (
        <Badge tone={row.active ? "free" : "gone"}>{t(`locations.states.${stateOf(row)}`)}</Badge>
      ),
    },
    {
      key: "actions",
      title: t("locations.actions"),
      bare: true,
      number: true,
      cell: (row) => (
        <span className="inline-flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
          <Link
            to="/staff/stock"
            search={{ locationId: row.id }}
            aria-label={t("locations.stockOf", { name: row.name })}
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            {t("staff.stock")}
          </Link>
          <Link
            to="/staff/log"
            search={{ locationId: row.id }}
            aria-label={t("locations.logOf", { name: row.name })}
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            {t("staff.log")}
          </Link>
          <Button
            size="s"
            aria-label={t("locations.changeOf", { name: row.name })}
            onClick={() => onEdit(row)}
          >
            {t("locations.change")}
          </Button>
        </span>
      ),
    },
  ];
  return (
    <DataTable
      cards
      caption={t("locations.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}
