import type { FlashSaleBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { SupplyBar } from "../../design/SupplyBar";
import { useStale } from "../../live/connection";
import { useSaleState } from "./queries";

/** What is left of a sale, live: supply as everywhere else in the shop. */
export function SaleSupply({ sale, thick }: { sale: FlashSaleBody; thick?: boolean }) {
  const { t, formats } = useLanguage();
  const { remaining, held } = useSaleState(sale);
  const stale = useStale();
  return (
    <div className="space-y-1.5">
      <SupplyBar stock={remaining} held={held} peak={sale.quantity} thick={thick} dimmed={stale} />
      <p data-testid="sale-left" className="tabular text-13">
        <b className={remaining > 0 ? "font-semibold text-free" : "font-semibold text-ink-soft"}>
          {remaining > 0
            ? t("flash.left", {
                count: remaining,
                left: formats.number(remaining),
                all: formats.number(sale.quantity),
              })
            : t(held > 0 ? "flash.noneFree" : "flash.soldOut")}
        </b>
        {held > 0 && <span className="text-held-ink">, {t("flash.held", { count: held })}</span>}
      </p>
    </div>
  );
}
