import type { StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Stepper } from "../../design/Stepper";
import { useUnits } from "../../design/units";
import { useWatch } from "../../live/channel";
import { liveStock, useVariantSupply } from "../../rooms/stock/live";
import { isPreorder, orderable } from "../../rooms/stock/supply";
import { FindVariant } from "../stock/FindVariant";
import { nameOf } from "../stock/VariantTable";

export type TakenLine = StaffVariant & { quantity: number };

interface Props {
  lines: TakenLine[];
  onChange: (lines: TakenLine[]) => void;
  tried: boolean;
}

/** Whether some of it is ordered before it is there, as its line says. */
export function someAhead(lines: readonly TakenLine[]): boolean {
  return lines.some(({ variantId, quantity }) => isPreorder(liveStock.get(variantId), quantity));
}

/** Which goods, and how many of each. */
export function TakenLines({ lines, onChange, tried }: Props) {
  const { t } = useLanguage();
  useWatch(liveStock, [...new Set(lines.map(({ productId }) => productId))]);
  return (
    <div className="space-y-4">
      {lines.length > 0 && (
        <ul className="divide-y divide-line">
          {lines.map((one) => (
            <Line
              key={one.variantId}
              line={one}
              onCount={(quantity) =>
                onChange(lines.map((other) => (other === one ? { ...one, quantity } : other)))
              }
              onRemove={() => onChange(lines.filter((other) => other !== one))}
            />
          ))}
        </ul>
      )}
      <FindVariant
        label={t("takeOrder.find")}
        error={tried && lines.length === 0 ? t("takeOrder.noGoods") : null}
        not={lines.map(({ variantId }) => variantId)}
        onAdd={(one) => onChange([...lines, { ...one, quantity: 1 }])}
      />
    </div>
  );
}

interface LineProps {
  line: TakenLine;
  onCount: (quantity: number) => void;
  onRemove: () => void;
}

function Line({ line, onCount, onRemove }: LineProps) {
  const { t, formats } = useLanguage();
  const units = useUnits();
  const live = useVariantSupply(line.variantId);
  const { stock, preorder } = live ?? { stock: line.stock, preorder: null };
  const ahead = isPreorder({ stock, preorder }, line.quantity) ? preorder : null;
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <span className="min-w-40 grow">
        <span className="block wrap-anywhere">{nameOf(line)}</span>
        <span className="tabular block text-13 text-ink-soft">
          {formats.price(line.price, line.currency)}
          {" · "}
          {t("takeOrder.free", { number: units(stock) })}
        </span>
        {ahead && (
          <span className="tabular block text-13" data-testid="taken-ahead">
            {t("takeOrder.preorder", {
              count: line.quantity - Math.max(stock, 0),
              day: formats.dayAhead(ahead.expectedOn),
            })}
          </span>
        )}
      </span>
      <Stepper
        value={line.quantity}
        label={t("takeOrder.quantityOf", { name: nameOf(line) })}
        short={line.quantity > orderable({ stock, preorder })}
        onChange={onCount}
      />
      <Button
        kind="plain"
        size="s"
        aria-label={t("parts.removeOf", { name: nameOf(line) })}
        onClick={onRemove}
      >
        {t("parts.remove")}
      </Button>
    </li>
  );
}
