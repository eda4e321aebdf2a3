import { useLanguage } from "../base/i18n/format";
import { classes } from "./classes";

interface Props {
  /** Before the discount. */
  amount: number;
  discount: number;
  currency: string;
  className?: string;
}

/** What it would be, and what is taken off; nothing where nothing is. */
export function Discount({ amount, discount, currency, className }: Props) {
  const { t, formats } = useLanguage();
  if (discount <= 0) return null;
  return (
    <dl className={classes("tabular space-y-1", className)} data-testid="discount">
      <div className="flex justify-between gap-4 text-ink-soft">
        <dt>{t("order.subtotal")}</dt>
        <dd>{formats.price(amount, currency)}</dd>
      </div>
      <div className="flex justify-between gap-4 text-free">
        <dt>{t("order.discount")}</dt>
        <dd>{formats.priceChange(-discount, currency)}</dd>
      </div>
    </dl>
  );
}
