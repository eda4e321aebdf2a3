import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { SupplyWords } from "../../design/SupplyWords";
import { useWatch } from "../../live/channel";
import { useDirect } from "../cart/direct";
import { maySucceedLate } from "../cart/hold";
import { originOf } from "../cart/origin";
import { useCart } from "../cart/store";
import { Alternatives } from "../catalog/Alternatives";
import { HoldAgain, ToWhatItWas } from "../orders/HoldAgain";
import { isUnderWay } from "../orders/queries";
import { liveStock, useVariantSupply } from "../stock/live";

/** The hold is no more: why, what is left of the goods now, and the way on. */
export function EndedHold({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const origin = originOf(order, useCart(), useDirect());
  useWatch(liveStock, [...new Set(order.items.map((item) => item.productId))]);
  const toOrder = (
    <ButtonLink to="/orders/$orderId" params={{ orderId: order.id }}>
      {t("order.title", { number: order.number })}
    </ButtonLink>
  );
  if (isUnderWay(order) || maySucceedLate(order)) {
    return (
      <Notice tone="held" title={t("checkout.pendingTitle")} actions={toOrder}>
        <p>{t("checkout.pendingText")}</p>
      </Notice>
    );
  }
  const kept = origin === "cart";
  if (order.reason === "buyer") {
    return (
      <Notice
        title={t(kept ? "checkout.cancelled" : "checkout.cancelledPlain")}
        testId="given-back"
        actions={
          <>
            {kept ? (
              <ButtonLink kind="primary" to="/cart">
                {t("cart.title")}
              </ButtonLink>
            ) : (
              <ToWhatItWas order={order} />
            )}
            {toOrder}
          </>
        }
      />
    );
  }
  const declined = order.reason === "unpaid";
  const [inCart, plain] = declined
    ? (["checkout.declinedOver", "checkout.declinedPlain"] as const)
    : (["checkout.overText", "checkout.overPlain"] as const);
  return (
    <Notice
      urgent
      tone={declined ? "danger" : "held"}
      testId={declined ? "declined" : "time-up"}
      title={t(declined ? "checkout.declined" : "checkout.overTitle")}
      actions={
        <>
          <HoldAgain order={order} />
          {(origin === "booking" || origin === "elsewhere") && toOrder}
        </>
      }
    >
      <p>{t(kept ? inCart : plain)}</p>
      {order.items.length > 0 && (
        <ul className="space-y-1">
          {order.items.map((item) => (
            <li key={item.variantId} className="flex flex-wrap gap-x-3">
              <span>
                {[item.productName, optionWords(item.options)].filter(Boolean).join(", ")}
              </span>
              <Left productId={item.productId} variantId={item.variantId} />
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function Left({ productId, variantId }: { productId: string; variantId: string }) {
  const supply = useVariantSupply(variantId);
  if (!supply) return null;
  return (
    <>
      <SupplyWords {...supply} full />
      {supply.stock === 0 && (
        <div className="basis-full pt-1">
          <Alternatives productId={productId} variantId={variantId} />
        </div>
      )}
    </>
  );
}
