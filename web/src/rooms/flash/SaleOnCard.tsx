import { useInfiniteQuery } from "@tanstack/react-query";
import type { FlashSaleBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { useUses } from "../../base/shop";
import { useWatch } from "../../live/channel";
import { useAskingPace } from "../../live/connection";
import { liveSales } from "./live";
import { salePhase } from "./phase";
import { salesQuery, useSaleState } from "./queries";

/** On a product's card: what it costs in its flash sale and until when, or from when on. All cards
 * ask once together, for the latest sales of the shop. */
export function SaleOnCard({ productId }: { productId: string }) {
  const uses = useUses().flashSales;
  const query = useInfiniteQuery({
    ...salesQuery,
    enabled: uses,
    refetchInterval: useAskingPace(),
  });
  const pages = uses ? (query.data?.pages ?? []) : [];
  const sales = pages
    .flatMap((page) => page.flashSales)
    .filter((one) => one.productId === productId);
  return sales.length > 0 && <Latest sales={sales} />;
}

function Latest({ sales }: { sales: FlashSaleBody[] }) {
  const now = useServerNow();
  const sale =
    sales.find((one) => salePhase(one, now) === "open") ??
    sales.findLast((one) => salePhase(one, now) === "upcoming");
  return sale && <Told key={sale.id} sale={sale} now={now} />;
}

function Told({ sale, now }: { sale: FlashSaleBody; now: number }) {
  const { t, formats } = useLanguage();
  useWatch(liveSales, [sale.id]);
  const { ended, remaining, held } = useSaleState(sale);
  const phase = salePhase(sale, now, ended);
  const isOver = phase === "ended" || (phase === "open" && remaining + held === 0);
  if (isOver) return null;
  const price = formats.price(sale.price, sale.currency);
  return (
    <span
      data-testid="card-flash-sale"
      className="min-w-0 rounded-m bg-paper px-2 py-0.5 text-13 font-medium"
    >
      {phase === "open"
        ? t("flash.onCard", { price, time: formats.until(sale.endTime, now) })
        : t("flash.soonOnCard", { price, time: formats.until(sale.startTime, now) })}
    </span>
  );
}
