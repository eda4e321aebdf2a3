import { useMutation } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { asProblem, shortagesOf } from "../../base/api/problem";
import { configQuery, renew } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Closed } from "../../design/Closed";
import { Refusal } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { OfflineNote } from "../../design/OfflineNote";
import { Skeleton, SkeletonText } from "../../design/Skeleton";
import { ToShop } from "../../design/ToShop";
import { type Cart, ofCurrency, pricedAt, totals } from "../cart/cart";
import { buyDirectly, readDirect, useDirect } from "../cart/direct";
import { askCart, changeCart, useCart } from "../cart/store";
import { WithoutCoupon } from "./CannotBuy";
import { useTroubleWords } from "./CouponPicker";
import { enterAsWished } from "./enter";
import { HoldLimits } from "./HoldLimits";
import { LostRace } from "./LostRace";
import { PriceChanged } from "./PriceChanged";
import { wishPrice } from "./price";

const route = getRouteApi("/checkout");

/** Going to payment: everything in the cart is held at once, or it is told what went. */
export function EntryPage() {
  const { t, locale } = useLanguage();
  const navigate = useNavigate();
  const { buy, currency } = route.useSearch();
  const direct = buy === "now";
  const whole = useCart();
  const inCart = ofCurrency(whole, currency);
  const beside = useDirect();
  const cart = direct ? beside : inCart;
  const { mutate, ...entry } = useMutation({
    mutationFn: async (accepted: number | undefined) => {
      const wanted = direct
        ? readDirect()
        : ofCurrency(await askCart(), currency).filter((line) => !line.gone);
      if (wanted.length === 0) return null;
      return enterAsWished(wanted, locale, direct, accepted);
    },
    onSuccess: (held) =>
      held &&
      navigate({ to: "/checkout/$orderId", params: { orderId: held.orderId }, replace: true }),
    onError: (error) => {
      if (asProblem(error).code === "not-selling") void renew(configQuery.queryKey);
    },
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another purchase is entered anew
  useEffect(() => mutate(undefined), [mutate, direct, currency]);

  const shortages = shortagesOf(entry.error);
  const { coupon, limits } = entry.isError ? asProblem(entry.error).body : {};
  const again = (accepted?: number) => mutate(accepted);
  const settle = async (left: Cart) => {
    if (direct) buyDirectly(left);
    else await changeCart((all) => leftOf(all, left, currency)).catch(() => undefined); // then it is told anew
    mutate(undefined);
  };
  const product = direct ? cart[0] : undefined;
  const back = product ? (
    <ButtonLink
      size="s"
      to="/product/$handle"
      params={{ handle: product.handle }}
      search={{ variant: product.variantId }}
    >
      {t("buying.toProduct")}
    </ButtonLink>
  ) : (
    <ButtonLink size="s" to="/cart">
      {t("checkout.toCart")}
    </ButtonLink>
  );
  // Of the only line that is bought beside the cart the sum says what a unit costs now.
  const goods = entry.isError ? asProblem(entry.error).body.quote?.subtotal : undefined;
  const priced = direct
    ? pricedAt(cart, () => goods && Math.round(goods / (product?.quantity ?? 1)))
    : cart;
  const trouble = useTroubleWords(cart[0]?.currency ?? "");

  return (
    <div className="page max-w-5xl pb-16">
      <Heading title={t("checkout.title")} />
      {entry.isSuccess && entry.data === null ? (
        <Blank icon="cart" title={t("checkout.emptyTitle")} action={<ToShop />} />
      ) : shortages.length > 0 ? (
        <LostRace
          cart={cart}
          shortages={shortages}
          onRetry={() => again()}
          onSettle={settle}
          back={back}
        />
      ) : limits ? (
        <HoldLimits
          cart={cart}
          limits={limits}
          code={asProblem(entry.error).code}
          onSettle={settle}
          back={back}
        />
      ) : coupon ? (
        <Notice
          urgent
          tone="held"
          testId="coupon-trouble"
          title={trouble(coupon)}
          actions={
            <>
              <WithoutCoupon onDone={() => again()} />
              {back}
            </>
          }
        >
          <p>{t("checkout.cannotBuy.nothing")}</p>
        </Notice>
      ) : entry.isError && asProblem(entry.error).code === "price-changed" ? (
        <PriceChanged
          change={asProblem(entry.error).body}
          cart={priced}
          onAccept={again}
          back={back}
        />
      ) : entry.isError && asProblem(entry.error).code === "promo-code-not-usable" ? (
        <Notice
          urgent
          tone="held"
          title={asProblem(entry.error).message}
          actions={
            <>
              <Button
                size="s"
                onClick={() => {
                  wishPrice({ promoCode: "" });
                  again();
                }}
              >
                {t("checkout.coupon.without")}
              </Button>
              {back}
            </>
          }
        >
          <p>{t("checkout.cannotBuy.nothing")}</p>
        </Notice>
      ) : entry.isError && asProblem(entry.error).code === "mixed-currencies" ? (
        <WhichCurrency cart={cart} back={back} />
      ) : entry.isError && asProblem(entry.error).code === "not-selling" ? (
        <>
          <Closed />
          {back}
        </>
      ) : entry.isError ? (
        <div className="space-y-4">
          <Refusal error={entry.error} onRetry={() => again()} online />
          <OfflineNote />
          {back}
        </div>
      ) : (
        <Reserving />
      )}
    </div>
  );
}

/** What one goes on with of what was chosen; what costs another currency stays in the cart. */
function leftOf(all: Cart, left: Cart, currency: string | undefined): Cart {
  return [...all.filter((line) => currency && line.currency !== currency), ...left];
}

/** One order is paid in one currency: the cart is bought in turn. */
function WhichCurrency({ cart, back }: { cart: Cart; back: ReactNode }) {
  const { t, formats } = useLanguage();
  return (
    <Notice
      urgent
      tone="held"
      title={t("problem.mixed-currencies")}
      actions={
        <>
          {totals(cart).map(({ currency }) => (
            <ButtonLink key={currency} size="s" to="/checkout" search={{ currency }} replace>
              {formats.currencyName(currency)}
            </ButtonLink>
          ))}
          {back}
        </>
      }
    >
      <p>{t("checkout.cannotBuy.nothing")}</p>
    </Notice>
  );
}

function Reserving() {
  const { t } = useLanguage();
  return (
    <Panel>
      <div role="status" className="flex items-center gap-6">
        <Skeleton className="size-28 rounded-full" />
        <div className="grow space-y-2">
          <p className="text-18 font-semibold">{t("checkout.reserving")}</p>
          <p className="text-ink-soft">{t("checkout.reservingHint")}</p>
          <SkeletonText lines={2} />
        </div>
      </div>
    </Panel>
  );
}
