import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { SupplyWords } from "../../design/SupplyWords";
import { useWatch } from "../../live/channel";
import { digest } from "../cart/cart";
import { useDirect } from "../cart/direct";
import { maySucceedLate } from "../cart/hold";
import { useCart } from "../cart/store";
import { Alternatives } from "../catalog/Alternatives";
import { isUnderWay } from "../orders/queries";
import { liveStock, useVariantSupply } from "../stock/live";

/** The hold is no more: why, what is left of the goods now, and the way on. */
export function EndedHold({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const cart = useCart();
  const beside = useDirect();
  const direct = beside.length > 0 && digest(beside) === digest(order.items);
  useWatch(liveStock, [...new Set(order.items.map((item) => item.productId))]);
  const toOrder = (
    <ButtonLink to="/orders/$orderId" params={{ orderId: order.id }}>
      {t("order.title", { number: order.number })}
    </ButtonLink>
  );
  const item = order.items[0];
  const toProduct = item && (
    <ButtonLink
      to="/product/$handle"
      params={{ handle: item.productId }}
      search={{ variant: item.variantId }}
    >
      {t("buying.toProduct")}
    </ButtonLink>
  );
  if (isUnderWay(order) || maySucceedLate(order)) {
    return (
      <Notice tone="held" title={t("checkout.pendingTitle")} actions={toOrder}>
        <p>{t("checkout.pendingText")}</p>
      </Notice>
    );
  }
  if (order.reason === "buyer") {
    return (
      <Notice
        title={t("checkout.cancelled")}
        testId="given-back"
        actions={
          <>
            {!direct && (
              <ButtonLink kind="primary" to="/cart">
                {t("cart.title")}
              </ButtonLink>
            )}
            {direct && toProduct}
            {toOrder}
          </>
        }
      />
    );
  }
  const declined = order.reason === "unpaid";
  return (
    <Notice
      urgent
      tone={declined ? "danger" : "held"}
      testId={declined ? "declined" : "time-up"}
      title={t(declined ? "checkout.declined" : "checkout.overTitle")}
      actions={
        <>
          {(direct || cart.length > 0) && (
            <ButtonLink kind="primary" to="/checkout" search={direct ? { buy: "now" } : {}}>
              {t("checkout.again")}
            </ButtonLink>
          )}
          {direct ? toProduct : <ButtonLink to="/cart">{t("checkout.toCart")}</ButtonLink>}
        </>
      }
    >
      <p>{t(declined ? "checkout.declinedOver" : "checkout.overText")}</p>
      <ul className="space-y-1">
        {order.items.map((item) => (
          <li key={item.variantId} className="flex flex-wrap gap-x-3">
            <span>{[item.productName, optionWords(item.options)].filter(Boolean).join(", ")}</span>
            <Left productId={item.productId} variantId={item.variantId} />
          </li>
        ))}
      </ul>
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
