import { amountIn, currenciesOf } from "../../base/amounts";
import type { Statistics } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Figure, Total } from "./Figure";
import { changeOf } from "./figures";

const MONEY = ["gross", "refunds", "net"] as const;

/** Orders, gross, refunds and net, each beside what it was in the days before. */
export function SalesTotals({ statistics, own }: { statistics: Statistics; own?: string | null }) {
  const { t, formats } = useLanguage();
  const { totals, before, zone } = statistics;
  const currencies = currenciesOf([...totals.gross, ...before.gross], own);
  return (
    <section aria-label={t("stats.totals")} data-testid="sales-totals">
      <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-l border border-line bg-line min-[480px]:grid-cols-2 min-[1100px]:grid-cols-4">
        <Total name={t("stats.orders")}>
          <Figure
            value={formats.number(totals.orders)}
            before={formats.number(before.orders)}
            change={changeOf(totals.orders, before.orders)}
          />
        </Total>
        {MONEY.map((name) => (
          <Total key={name} name={t(`stats.${name}`)} hint={t(`stats.${name}Hint`)}>
            {currencies.length === 0 && <p className="text-24 font-semibold">0</p>}
            {currencies.map((currency) => {
              const [now, then] = [totals, before].map((of) => amountIn(of[name], currency));
              return (
                <Figure
                  key={currency}
                  value={formats.price(now ?? 0, currency)}
                  before={formats.price(then ?? 0, currency)}
                  change={changeOf(now ?? 0, then ?? 0)}
                />
              );
            })}
          </Total>
        ))}
      </dl>
      <p className="mt-2 text-13 text-ink-soft">
        {t("stats.compared", {
          from: formats.dayOfUtc(before.from),
          to: formats.dayOfUtc(before.to),
          zone: formats.zoneName(zone),
        })}
      </p>
      <p className="mt-1 text-13 text-ink-soft">{t("stats.counted")}</p>
    </section>
  );
}
