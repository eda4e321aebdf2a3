import type { ProductBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";

interface Props {
  /** A product, of which it is the cheapest variant's, or a variant. */
  of: Pick<ProductBody, "unitPrice" | "currency">;
  className?: string;
}

/** What a kilogram, a litre or a metre of it costs, where that is known. */
export function UnitPrice({ of: { unitPrice, currency }, className }: Props) {
  const { t, formats } = useLanguage();
  if (!unitPrice) return null;
  const { price, per, unit } = unitPrice;
  const name = t(`measure.${unit}`);
  return (
    <p className={classes("tabular text-ink-soft", className)} data-testid="unit-price">
      {t("product.unitPrice", {
        price: formats.price(price, currency),
        measure: per === 1 ? name : `${formats.number(per)}\u00a0${name}`,
      })}
    </p>
  );
}
