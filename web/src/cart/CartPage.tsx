import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { get } from "../api/client";
import { configQuery } from "../api/queries";
import type { StockPage } from "../api/types";
import { useHold } from "../checkout/hold";
import { Blank } from "../components/Blank";
import { ButtonLink } from "../components/Button";
import { Heading, Panel } from "../components/Heading";
import { Notice } from "../components/Notice";
import { Price } from "../components/Price";
import { useWatch } from "../live/hooks";
import { supplyStore } from "../live/store";
import { useTitle } from "../shell/title";
import { CartLineRow } from "./CartLineRow";
import { type Cart, totals } from "./cart";
import { useCart } from "./store";

export function CartPage() {
  const { t } = useTranslation();
  const cart = useCart();
  useTitle(t("cart.title"));
  const products = [...new Set(cart.map((line) => line.productId))];
  useWatch(products);
  useNumbers(products);

  return (
    <div className="page pb-16">
      <Heading title={t("cart.title")} />
      <OpenHoldNotice />
      {cart.length === 0 ? (
        <Blank
          icon="cart"
          title={t("cart.empty")}
          hint={t("cart.emptyHint")}
          action={
            <ButtonLink kind="primary" to="/">
              {t("cart.toShop")}
            </ButtonLink>
          }
        />
      ) : (
        <div className="grid items-start gap-6 md:grid-cols-[minmax(0,1fr)_320px] lg:gap-12">
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
    queryKey: ["stock", ids],
    queryFn: ({ signal }) => get<StockPage>("/products/stock", { ids }, signal),
    enabled: ids !== "",
  });
  useEffect(() => {
    if (data) supplyStore.take(data.variants);
  }, [data]);
}

function OpenHoldNotice() {
  const { t } = useTranslation();
  const hold = useHold();
  if (!hold) return null;
  return (
    <div className="mb-6">
      <Notice
        silent
        title={t("cart.openHold")}
        actions={
          <ButtonLink size="s" to="/checkout/$orderId" params={{ orderId: hold.orderId }}>
            {t("cart.resume")}
          </ButtonLink>
        }
      >
        <p>{t("cart.openHoldText", { number: hold.number })}</p>
      </Notice>
    </div>
  );
}

function Sum({ cart }: { cart: Cart }) {
  const { t } = useTranslation();
  const holdSeconds = useQuery(configQuery).data?.holdSeconds ?? 900;
  const minutes = Math.floor(holdSeconds / 60);
  return (
    <div className="md:sticky md:top-20">
      <Panel>
        <div className="space-y-4">
          <div className="flex items-baseline justify-between gap-4">
            <h2 className="text-ink-soft">{t("cart.total")}</h2>
            <p className="flex flex-col items-end text-24 font-semibold">
              {totals(cart).map(({ currency, amount }) => (
                <Price key={currency} amount={amount} currency={currency} />
              ))}
            </p>
          </div>
          <ButtonLink kind="primary" size="l" wide to="/checkout">
            {t("cart.checkout")}
          </ButtonLink>
          <p className="text-13 text-ink-soft">
            {minutes > 0
              ? t("cart.holdNote", { minutes })
              : t("cart.holdNoteShort", { seconds: holdSeconds })}
          </p>
        </div>
      </Panel>
    </div>
  );
}
