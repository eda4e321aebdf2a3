import type { StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Stepper } from "../../design/Stepper";
import { useUnits } from "../../design/units";
import { FindVariant } from "../stock/FindVariant";
import { nameOf } from "../stock/VariantTable";

export type TakenLine = StaffVariant & { quantity: number };

interface Props {
  lines: TakenLine[];
  onChange: (lines: TakenLine[]) => void;
  tried: boolean;
}

/** Which goods, and how many of each. */
export function TakenLines({ lines, onChange, tried }: Props) {
  const { t, formats } = useLanguage();
  const units = useUnits();
  return (
    <div className="space-y-4">
      {lines.length > 0 && (
        <ul className="divide-y divide-line">
          {lines.map((one) => (
            <li key={one.variantId} className="flex flex-wrap items-center gap-3 py-3">
              <span className="min-w-40 grow">
                <span className="block wrap-anywhere">{nameOf(one)}</span>
                <span className="tabular block text-13 text-ink-soft">
                  {formats.price(one.price, one.currency)}
                  {" · "}
                  {t("takeOrder.free", { number: units(one.stock) })}
                </span>
              </span>
              <Stepper
                value={one.quantity}
                label={t("takeOrder.quantityOf", { name: nameOf(one) })}
                short={one.quantity > one.stock}
                onChange={(quantity) =>
                  onChange(lines.map((other) => (other === one ? { ...one, quantity } : other)))
                }
              />
              <Button
                kind="plain"
                size="s"
                aria-label={t("parts.removeOf", { name: nameOf(one) })}
                onClick={() => onChange(lines.filter((other) => other !== one))}
              >
                {t("parts.remove")}
              </Button>
            </li>
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
