import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { answerQuery } from "../../base/api/queries";
import type { StockBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Heading } from "../../design/Heading";
import { ToShop } from "../../design/ToShop";
import { useWatch } from "../../live/channel";
import { useHold } from "../cart/hold";
import { OpenHold } from "../cart/OpenHold";
import { useCart } from "../cart/store";
import { liveStock } from "../stock/live";
import { CartLineRow } from "./CartLineRow";
import { Sum } from "./Sum";

export function CartPage() {
  const { t } = useLanguage();
  const cart = useCart();
  const hold = useHold();
  const products = [...new Set(cart.map((line) => line.productId))];
  useWatch(liveStock, products);
  useNumbers(products);

  return (
    <div className="page pb-16">
      <Heading title={t("cart.title")} />
      {hold && (
        <div className="mb-6">
          <OpenHold silent />
        </div>
      )}
      {cart.length === 0 ? (
        <Blank icon="cart" title={t("cart.empty")} hint={t("cart.emptyHint")} action={<ToShop />} />
      ) : (
        <div className="grid items-start gap-6 md:grid-cols-[minmax(0,1fr)_340px] lg:gap-12">
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

/** The numbers of what lies in the cart, asked for once; the live feed goes on from there. */
function useNumbers(products: string[]): void {
  const ids = products.join(",");
  const { data } = useQuery({
    ...answerQuery<StockBody>(["stock", ids], "/products/stock", { ids }),
    enabled: ids !== "",
  });
  useEffect(() => {
    if (data) liveStock.take(data.variants);
  }, [data]);
}
