import { useQuery } from "@tanstack/react-query";
import type { RuleFigure } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Column, DataTable } from "../../design/DataTable";
import { figuresQuery } from "./queries";
import { useRuleName } from "./reasons";

/** How often each rule spoke, and was right. */
export function Figures() {
  const { t, formats } = useLanguage();
  const name = useRuleName();
  const rules = useQuery(figuresQuery).data?.rules ?? [];
  if (rules.length === 0) return null;
  const count = (key: "spoke" | "fraud" | "good", wide = false): Column<RuleFigure> => ({
    key,
    title: t(`fraud.figure.${key}`),
    number: true,
    wide,
    value: (row) => row[key],
  });
  return (
    <section className="min-w-0 space-y-3">
      <div>
        <h2 className="text-18 font-semibold">{t("fraud.figures")}</h2>
        <p className="text-13 text-ink-soft">{t("fraud.figuresHint")}</p>
      </div>
      <DataTable
        caption={t("fraud.figures")}
        columns={[
          { key: "rule", title: t("fraud.rule"), value: (row) => name(row.rule) },
          count("spoke"),
          count("fraud", true),
          count("good", true),
          {
            key: "precision",
            title: t("fraud.figure.precision"),
            number: true,
            value: (row) => row.precision ?? -1,
            text: (row) => row.precision ?? "",
            cell: (row) => (row.precision === null ? "–" : formats.percent(row.precision)),
          },
        ]}
        rows={rules}
        rowKey={(row) => row.rule}
      />
    </section>
  );
}
