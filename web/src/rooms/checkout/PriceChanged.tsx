import type { ReactNode } from "react";
import type { ProblemBody } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Notice } from "../../design/Notice";

type Change = Pick<ProblemBody, "expected" | "quote">;

interface Props {
  change: Change;
  onAccept: (total: number) => void;
  back?: ReactNode;
}

/** The total is not what was shown: both are told, and nothing happens until it is accepted. */
export function PriceChanged({ change: { expected, quote }, onAccept, back }: Props) {
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
      <p className="tabular">
        <s className="text-ink-soft">
          <span className="sr-only">{t("price.before")} </span>
          {formats.price(expected.total, expected.currency)}
        </s>{" "}
        <strong>{now}</strong>
      </p>
      <p className="text-ink-soft">{t("checkout.cannotBuy.nothing")}</p>
    </Notice>
  );
}
