import type { VariantBody } from "../../base/api/schema";
import { formerPrice } from "../../base/cost";
import { useLanguage } from "../../base/i18n/format";

interface Props {
  of: VariantBody;
  /** Beside dozens of others. */
  short?: boolean;
}

/** What the law wants said beside a price that was lowered: the least it cost before. */
export function LowestBefore({ of, short }: Props) {
  const { t, formats } = useLanguage();
  const { lowestPriceBefore: least, currency } = of;
  if (least === null || formerPrice(of) === null) return null;
  const price = formats.price(least, currency);
  return (
    <p className="text-13 text-ink-soft" data-testid="lowest-before">
      {short ? t("product.lowestShort", { price }) : t("product.lowestBefore", { price })}
    </p>
  );
}
