import type { ReactNode } from "react";
import type { ProblemBody } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Notice } from "../../design/Notice";
import type { Cart } from "../cart/cart";
import { Both, Repriced } from "./Repriced";

type Change = Pick<ProblemBody, "expected" | "quote">;

interface Props {
  change: Change;
  /** What is bought, as it costs now. */
  cart: Cart;
  onAccept: (total: number) => void;
  back?: ReactNode;
}

/** The total is not what was shown: both are told, and which goods cost something else now. Nothing
 * happens until it is accepted. */
export function PriceChanged({ change: { expected, quote }, cart, onAccept, back }: Props) {
  const { t, formats } = useLanguage();
  if (!expected || !quote) return null;
  const now = formats.price(quote.total, quote.currency);
  return (
    <Notice
      urgent
      tone="held"
      testId="price-changed"
      title={t("price.changed")}
      actions={
        <>
          <Button kind="primary" size="s" onClick={() => onAccept(quote.total)}>
            {t("price.accept", { price: now })}
          </Button>
          {back}
        </>
      }
    >
      <Repriced cart={cart} />
      <p>
        {t("order.total")}
        {": "}
        <Both before={formats.price(expected.total, expected.currency)} now={now} />
      </p>
      <p className="text-ink-soft">{t("checkout.cannotBuy.nothing")}</p>
    </Notice>
  );
}
