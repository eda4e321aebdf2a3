import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import type { PERIOD_NAMES } from "./sessions";

type Period = (typeof PERIOD_NAMES)[number];

interface Props<One extends Period> {
  periods: readonly One[];
  search: { from?: string; to?: string; period?: One };
  onChange: (next: { period: One | undefined; from: undefined; to: undefined }) => void;
}

/** The days of figures, by a name; none of them where the first and last day are named. */
export function PeriodChoice<One extends Period>({ periods, search, onChange }: Props<One>) {
  const { t } = useLanguage();
  return (
    <Choice
      legend={t("stats.days")}
      value={search.from && search.to ? undefined : (search.period ?? "last28")}
      onChange={(value) =>
        onChange({
          period: periods.find((each) => each === value),
          from: undefined,
          to: undefined,
        })
      }
      items={periods.map((each) => ({ value: each, label: t(`sessions.period.${each}`) }))}
    />
  );
}
