import { Link } from "@tanstack/react-router";
import type { FlashSaleBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { Countdown } from "./Countdown";
import { salePhase } from "./phase";
import { useSaleState } from "./queries";
import { SaleSupply } from "./SaleSupply";

/** A sale among others: what it costs, how long it lasts, what is left. */
export function SaleCard({ sale }: { sale: FlashSaleBody }) {
  const { t } = useLanguage();
  const { ended } = useSaleState(sale);
  const now = useServerNow();
  const phase = salePhase(sale, now, ended);
  return (
    <article className="relative flex h-full gap-4 rounded-l border border-line bg-raised p-4">
      <Picture
        url={sale.imageUrl}
        alt=""
        className="aspect-square w-24 shrink-0 self-start rounded-m"
      />
      <div className="min-w-0 grow space-y-2">
        <h2 className="font-semibold wrap-anywhere">
          <Link
            to="/flash-sales/$saleId"
            params={{ saleId: sale.id }}
            className="after:absolute after:inset-0 after:rounded-l hover:text-accent"
          >
            {sale.name || t("flash.title")}
          </Link>
        </h2>
        <p>
          <Price amount={sale.price} before={sale.usualPrice} currency={sale.currency} />
        </p>
        <Countdown sale={sale} phase={phase} now={now} />
        {phase !== "ended" && <SaleSupply sale={sale} />}
      </div>
    </article>
  );
}
