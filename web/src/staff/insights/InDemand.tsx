import type { InDemand as Row } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { type Column, DataTable } from "../../design/DataTable";
import { DEMAND_KINDS, partOf } from "./demand";

interface Props {
  rows: Row[];
  kind: Row["kind"] | undefined;
  onKind: (kind: Row["kind"]) => void;
}

/** Services, studios and photographers by how much they are looked at and booked. */
export function InDemand({ rows, kind, onKind }: Props) {
  const { t, formats } = useLanguage();
  const kinds = DEMAND_KINDS.filter((each) => rows.some((row) => row.kind === each));
  const shown = kinds.find((each) => each === kind) ?? kinds[0];
  if (shown === undefined) return null;
  const count = (key: string, title: string, value: (row: Row) => number): Column<Row> => ({
    key,
    title,
    number: true,
    value,
  });
  return (
    <section className="min-w-0 space-y-3">
      <div>
        <h2 className="text-18 font-semibold">{t("demand.popular")}</h2>
        <p className="text-13 text-ink-soft">{t("demand.popularHint")}</p>
      </div>
      {kinds.length > 1 && (
        <Choice
          legend={t("demand.kind")}
          value={shown}
          onChange={(value) => onKind(value as Row["kind"])}
          items={kinds.map((each) => ({ value: each, label: t(`demand.kind.${each}`) }))}
        />
      )}
      <DataTable
        cards
        caption={t("demand.popular")}
        columns={[
          {
            key: "name",
            title: t("staff.column.name"),
            value: (row) => row.name || t("demand.gone"),
          },
          count("looked", t("demand.looks"), (row) => row.looked),
          count("held", t("demand.held"), (row) => row.held),
          count("paid", t("demand.paid"), (row) => row.paid),
          { ...count("took", t("demand.tookPlace"), (row) => row.tookPlace), wide: true },
          {
            key: "rate",
            title: t("demand.rate"),
            number: true,
            wide: true,
            value: (row) => partOf(row.paid, row.looked) ?? -1,
            text: (row) => percent(partOf(row.paid, row.looked), formats),
          },
        ]}
        rows={rows.filter((row) => row.kind === shown)}
        rowKey={(row) => row.id}
      />
    </section>
  );
}

function percent(part: number | null, formats: { percent: (part: number) => string }): string {
  return part === null ? "–" : formats.percent(part);
}
