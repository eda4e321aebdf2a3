import type { AheadOfTime } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { BarChart } from "../../design/BarChart";
import { DataTable } from "../../design/DataTable";
import { Panel } from "../../design/Heading";
import { mostAhead } from "./demand";

/** How long before the session clients book it. */
export function AheadGroups({ groups }: { groups: AheadOfTime[] }) {
  const { t } = useLanguage();
  const nameOf = ({ fromDays, toDays }: AheadOfTime) =>
    toDays === null
      ? t("demand.over", { from: fromDays })
      : fromDays === 0
        ? t("demand.under")
        : t("demand.between", { from: fromDays, to: toDays });
  const most = mostAhead(groups);
  return (
    <section className="min-w-0 space-y-3" data-testid="demand-ahead">
      <div>
        <h2 className="text-18 font-semibold">{t("demand.ahead")}</h2>
        <p className="text-13 text-ink-soft">{t("demand.aheadHint")}</p>
      </div>
      <Panel>
        <BarChart
          title={t("demand.aheadChart")}
          summary={most ? t("demand.aheadSummary", { group: nameOf(most), most: most.held }) : ""}
          series={[
            { name: t("demand.held"), tone: "gone" },
            { name: t("demand.paid"), tone: "free" },
          ]}
          bars={groups.map((one) => ({ label: shortOf(one), values: [one.held, one.paid] }))}
        />
      </Panel>
      <DataTable
        cards
        caption={t("demand.ahead")}
        columns={[
          {
            key: "group",
            title: t("demand.group"),
            value: (row) => row.fromDays,
            text: nameOf,
            cell: nameOf,
          },
          { key: "held", title: t("demand.held"), number: true, value: (row) => row.held },
          { key: "paid", title: t("demand.paid"), number: true, value: (row) => row.paid },
        ]}
        rows={groups}
        rowKey={(row) => `${row.fromDays}`}
      />
    </section>
  );
}

/** In days, under a bar. */
function shortOf({ fromDays, toDays }: AheadOfTime): string {
  if (toDays === null) return `${fromDays}+`;
  return fromDays === 0 ? `< ${toDays}` : `${fromDays}–${toDays}`;
}
