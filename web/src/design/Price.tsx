import { useLanguage } from "../base/i18n/format";
import { classes } from "./classes";

interface Props {
  amount: number;
  currency: string;
  /** The price before, struck through if higher. */
  before?: number | null;
  from?: boolean;
  className?: string;
}

/** Broken only where it is wider than all there is. */
const AMOUNT = "min-w-0 wrap-break-word";

export function Price({ amount, currency, before, from, className }: Props) {
  const { t, formats } = useLanguage();
  const price = formats.price(amount, currency);
  return (
    <span
      className={classes(
        "tabular inline-flex max-w-full flex-wrap items-baseline gap-x-2",
        className,
      )}
    >
      <span className={AMOUNT}>{from ? t("shop.from", { price }) : price}</span>
      {before != null && before > amount && (
        <s className={classes(AMOUNT, "text-ink-faint decoration-1")}>
          <span className="sr-only">{t("product.was", { price: "" })} </span>
          {formats.price(before, currency)}
        </s>
      )}
    </span>
  );
}
