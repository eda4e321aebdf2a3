import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { StaffAttribute } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Failure } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { AttributeDialog } from "./AttributeDialog";
import { attributesQuery } from "./queries";

/** What products are described by: shown on their pages, and by what lists are narrowed. */
export function AttributesPage() {
  const { t } = useLanguage();
  const query = useQuery(attributesQuery("/staff"));
  const rows = query.data?.attributes ?? [];
  const [editing, setEditing] = useState<StaffAttribute | "new" | null>(null);
  const columns: Column<StaffAttribute>[] = [
    {
      key: "name",
      title: t("staff.column.name"),
      value: ({ name }) => name,
      cell: (row) => (
        <button
          type="button"
          className="min-h-8 text-left font-medium wrap-anywhere hover:text-accent"
          onClick={() => setEditing(row)}
        >
          {row.unit ? `${row.name}, ${row.unit}` : row.name}
        </button>
      ),
    },
    { key: "code", title: t("word.code"), wide: true, value: ({ code }) => code },
    {
      key: "kind",
      title: t("attributes.kind"),
      value: ({ kind }) => t(`attributes.kinds.${kind}`),
    },
    {
      key: "values",
      title: t("attributes.values"),
      wide: true,
      value: ({ values }) => values.join(", "),
      cell: ({ values }) => (
        <span className="line-clamp-2 max-w-prose text-ink-soft">{values.join(", ")}</span>
      ),
    },
    {
      key: "facet",
      title: t("attributes.isFilter"),
      value: ({ facet }) => t(`products.yesNo.${facet}`),
      cell: ({ facet }) => facet && <Badge tone="accent">{t("products.yesNo.true")}</Badge>,
    },
  ];
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("products.attributes")}
        actions={
          <Button kind="primary" icon="plus" onClick={() => setEditing("new")}>
            {t("attributes.make")}
          </Button>
        }
      />
      {query.isError && !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data && rows.length === 0 ? (
        <Blank title={t("attributes.none")} hint={t("attributes.noneHint")} />
      ) : (
        <DataTable
          caption={t("products.attributes")}
          columns={columns}
          rows={rows}
          rowKey={({ code }) => code}
          onOpen={setEditing}
          loading={query.isPending}
        />
      )}
      {editing && (
        <AttributeDialog
          attribute={editing === "new" ? null : editing}
          others={rows}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}
