import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";

interface Props {
  legend: string;
  items: Pick<OrderShown["items"][number], "variantId" | "productName">[];
  /** Of each line, how many may be chosen. */
  left: readonly number[];
  /** Of each line, how many are. */
  units: readonly number[];
  onChange: (units: number[]) => void;
}

const MOST = 100;

/** Some units of an order's lines. */
export function ChooseUnits({ legend, items, left, units, onChange }: Props) {
  const { t, formats } = useLanguage();
  return (
    <fieldset className="space-y-2">
      <legend className="text-13 font-medium text-ink-soft">{legend}</legend>
      {items.map((item, at) => {
        const there = left[at] ?? 0;
        const choices = Array.from({ length: Math.min(there, MOST) }, (_, n) => String(n + 1));
        return (
          <div key={item.variantId} className="flex items-center justify-between gap-4">
            <span className="min-w-0 wrap-anywhere">{item.productName}</span>
            <Select
              bare
              dense
              className="w-28 shrink-0"
              label={t("orderUnits.of", { name: item.productName })}
              none={t("orderUnits.none")}
              items={choices}
              nameOf={(each) =>
                t("orderUnits.left", { count: Number(each), all: formats.number(there) })
              }
              value={units[at] ? String(units[at]) : null}
              disabled={there === 0}
              onChoose={(each) =>
                onChange(
                  items.map((_, line) => (line === at ? Number(each ?? 0) : (units[line] ?? 0))),
                )
              }
            />
          </div>
        );
      })}
    </fieldset>
  );
}

/** As they are asked for: the lines of which there are some. */
export function linesOf(units: readonly number[]) {
  return units.flatMap((quantity, line) => (quantity > 0 ? [{ line, quantity }] : []));
}
