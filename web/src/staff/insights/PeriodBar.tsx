import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { FromTo } from "../desk/FromTo";
import type { PERIOD_NAMES } from "./sessions";

type Period = (typeof PERIOD_NAMES)[number];

interface Asked<One extends Period> {
  from?: string | undefined;
  to?: string | undefined;
  period?: One | undefined;
}

interface Props<One extends Period> {
  periods: readonly One[];
  search: Asked<One>;
  /** Those that are shown. */
  days: { from: string; to: string };
  onChange: (next: Asked<One>) => void;
  /** What else chooses what is counted. */
  children?: ReactNode;
}

/** Which days are counted: by a name, or from a first to a last one, which no name is chosen for. */
export function PeriodBar<One extends Period>(props: Props<One>) {
  const { periods, search, days, onChange, children } = props;
  const { t } = useLanguage();
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
      <Choice
        dense
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
      <div className="flex w-full flex-wrap items-end gap-3 sm:w-auto">
        <FromTo days={days} onChange={(end) => onChange({ ...days, ...end })} />
        {children}
      </div>
    </div>
  );
}
