import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";

/** A line of an order, with as many pieces as may be chosen. */
export interface Choice {
  line: number;
  name: string;
  most: number;
}

interface Props {
  choices: Choice[];
  /** By line. */
  units: Record<number, number>;
  onChange: (units: Record<number, number>) => void;
  error: string | null;
}

const MOST = 100;

/** How many pieces of each line. */
export function ParcelUnits({ choices, units, onChange, error }: Props) {
  const { t, formats } = useLanguage();
  return (
    <div className="space-y-2">
      {choices.map(({ line, name, most }, at) => (
        <div key={line} className="flex items-center justify-between gap-4">
          <span className="min-w-0 wrap-anywhere">{name}</span>
          <Select
            bare
            dense
            className="w-28 shrink-0"
            label={t("staffParcel.unitsOf", { name })}
            none={t("orderUnits.none")}
            items={Array.from({ length: Math.min(most, MOST) }, (_, index) => String(index + 1))}
            nameOf={(each) =>
              t("orderUnits.left", { count: Number(each), all: formats.number(most) })
            }
            value={units[line] ? String(units[line]) : null}
            onChoose={(each) => onChange({ ...units, [line]: Number(each ?? 0) })}
            error={at === 0 ? error : null}
          />
        </div>
      ))}
    </div>
  );
}

export function chosen(units: Record<number, number>): { line: number; quantity: number }[] {
  return Object.entries(units)
    .filter(([, quantity]) => quantity > 0)
    .map(([line, quantity]) => ({ line: Number(line), quantity }));
}
