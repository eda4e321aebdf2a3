import type { ReactNode } from "react";
import { amountIn, currenciesOf } from "../../base/amounts";
import type { TradeBody, TradeOfSpan } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { share } from "./trade";

interface Props {
  trade: TradeBody;
  own: string | null | undefined;
}

/** The sums of the days, each beside what it was in as many days before. */
export function TradeTotals({ trade: { totals, before }, own }: Props) {
  const { t, formats } = useLanguage();
  const currencies = currenciesOf([...totals.net, ...before.net], own);
  const count = (of: (sums: TradeOfSpan) => number) => (
    <Figure value={formats.number(of(totals))} before={formats.number(of(before))} />
  );
  const part = (of: (sums: TradeOfSpan) => number | null) => {
    const [now, then] = [of(totals), of(before)];
    return (
      <Figure
        value={now === null ? "–" : formats.percent(now)}
        before={then === null ? null : formats.percent(then)}
      />
    );
  };
  return (
    <section aria-label={t("trade.totals")} data-testid="trade-totals">
      <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-l border border-line bg-line min-[480px]:grid-cols-2 min-[1100px]:grid-cols-4">
        <Total name={t("trade.net")} hint={t("trade.netHint")}>
          {currencies.length === 0 && <Figure value="0" before={null} />}
          {currencies.map((currency) => (
            <Figure
              key={currency}
              value={formats.price(amountIn(totals.net, currency), currency)}
              before={formats.price(amountIn(before.net, currency), currency)}
            />
          ))}
        </Total>
        <Total name={t("trade.orders")}>{count((sums) => sums.orders)}</Total>
        <Total name={t("trade.units")}>{count((sums) => sums.units)}</Total>
        <Total name={t("trade.backShare")} hint={t("trade.backShareHint")}>
          {part((sums) => share(sums.back, sums.units))}
        </Total>
        <Total name={t("trade.visits")} hint={t("trade.visitsHint")}>
          {count((sums) => sums.visits)}
        </Total>
        <Total name={t("trade.cartShare")} hint={t("trade.cartShareHint")}>
          {part((sums) => share(sums.carted, sums.visits))}
        </Total>
        <Total name={t("trade.conversion")} hint={t("trade.conversionHint")}>
          {part((sums) => share(sums.orders, sums.visits))}
        </Total>
        <Total name={t("trade.carted")} hint={t("trade.cartedHint")}>
          {count((sums) => sums.carted)}
        </Total>
      </dl>
      <p className="mt-2 text-13 text-ink-soft">
        {t("trade.compared", {
          from: formats.dayOfUtc(before.from),
          to: formats.dayOfUtc(before.to),
        })}
      </p>
      <p className="mt-1 text-13 text-ink-soft">{t("trade.counted")}</p>
    </section>
  );
}

function Total(props: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div className="bg-raised p-4">
      <dt className="text-13 text-ink-soft" title={props.hint}>
        {props.name}
      </dt>
      <dd className="mt-1 space-y-2">{props.children}</dd>
    </div>
  );
}

function Figure({ value, before }: { value: string; before: string | null }) {
  const { t } = useLanguage();
  return (
    <div>
      <p className="tabular text-24 font-semibold wrap-anywhere">{value}</p>
      {before !== null && (
        <p className="tabular text-13 text-ink-soft">{t("trade.was", { before })}</p>
      )}
    </div>
  );
}
