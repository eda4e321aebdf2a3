import type { StaffOrderAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";

interface Props {
  items: StaffOrderAnswer["order"]["items"];
  /** Of each line, in line order. */
  units: number[];
  onChange: (units: number[]) => void;
}

const MOST = 100;

/** For which units money goes back: their part of what was paid, tax and discounts included. */
export function RefundUnits({ items, units, onChange }: Props) {
  const { t, formats } = useLanguage();
  if (items.length === 0) return null;
  return (
    <fieldset className="space-y-2">
      <legend className="text-13 font-medium text-ink-soft">{t("staffOrder.units")}</legend>
      {items.map((item, at) => {
        const left = Math.min(item.quantity - item.returned, MOST);
        const choices = Array.from({ length: left }, (_, index) => String(index + 1));
        return (
          <div key={item.variantId} className="flex items-center justify-between gap-4">
            <span className="min-w-0 wrap-anywhere">{item.productName}</span>
            <Select
              bare
              dense
              className="w-28 shrink-0"
              label={t("staffOrder.unitsOf", { name: item.productName })}
              none={t("staffOrder.noUnits")}
              items={choices}
              nameOf={(each) =>
                t("staffOrder.unitsLeft", {
                  count: Number(each),
                  all: formats.number(item.quantity - item.returned),
                })
              }
              value={units[at] ? String(units[at]) : null}
              disabled={left === 0}
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
