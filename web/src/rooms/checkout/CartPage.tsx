import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { answerQuery } from "../../base/api/queries";
import type { StockBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Failure } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { ToShop } from "../../design/ToShop";
import { useWatch } from "../../live/channel";
import { useHold } from "../cart/hold";
import { OpenHold } from "../cart/OpenHold";
import { useCart, useCartQuery } from "../cart/store";
import { liveStock } from "../stock/live";
import { CartLineRow } from "./CartLineRow";
import { Sum } from "./Sum";

export function CartPage() {
  const { t } = useLanguage();
  const cart = useCart();
  const query = useCartQuery();
  const hold = useHold();
  const products = [...new Set(cart.map((line) => line.productId))];
  useNumbers(products);

  return (
    <div className="page pb-16">
      <Heading title={t("cart.title")} />
      {hold && (
        <div className="mb-6">
          <OpenHold silent />
        </div>
      )}
      {query.isError && !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <CartSkeleton />
      ) : cart.length === 0 ? (
        <Blank icon="cart" title={t("cart.empty")} hint={t("cart.emptyHint")} action={<ToShop />} />
      ) : (
        <div className={LAYOUT}>
          <ul aria-label={t("cart.lines")} className="divide-y divide-line border-y border-line">
            {cart.map((line) => (
              <CartLineRow key={line.variantId} line={line} />
            ))}
          </ul>
          <Sum cart={cart} />
        </div>
      )}
    </div>
  );
}

const LAYOUT =
  "grid min-h-[60dvh] grid-cols-[minmax(0,1fr)] items-start gap-6 md:grid-cols-[minmax(0,1fr)_340px] lg:gap-12";

function CartSkeleton() {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={t("cart.loading")} className={LAYOUT}>
      <div className="space-y-4 border-t border-line pt-4">
        <Skeleton className="h-24 w-full rounded-m" />
        <Skeleton className="h-24 w-full rounded-m" />
      </div>
      <Skeleton className="h-64 w-full rounded-l" />
    </div>
  );
}

/** The numbers of what lies in the cart, asked for once and followed from there. */
export function useNumbers(products: string[]): void {
  const ids = products.join(",");
  useWatch(liveStock, products);
  const { data } = useQuery({
    ...answerQuery<StockBody>(["stock", ids], "/products/stock", { ids }),
    enabled: ids !== "",
  });
  useEffect(() => {
    if (data) liveStock.take(data.variants);
  }, [data]);
}
