import { useTranslation } from "react-i18next";
import type { Order } from "../api/types";
import { useCart } from "../cart/store";
import { ButtonLink } from "../components/Button";
import { Notice } from "../components/Notice";
import { SupplyWords } from "../components/SupplyWords";
import { useVariantSupply, useWatch } from "../live/hooks";
import { isUnderWay } from "../orders/queries";
import { optionWords } from "../shop/variants";
import { maySucceedLate } from "./hold";

/** The hold is no more: why, what is left of the goods now, and the way on. */
export function EndedHold({ order }: { order: Order }) {
  const { t } = useTranslation();
  const cart = useCart();
  useWatch([...new Set(order.items.map((item) => item.productId))]);
  const toOrder = (
    <ButtonLink to="/orders/$orderId" params={{ orderId: order.id }}>
      {t("checkout.number", { number: order.number })}
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
            <ButtonLink kind="primary" to="/cart">
              {t("cart.title")}
            </ButtonLink>
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
          {cart.length > 0 && (
            <ButtonLink kind="primary" to="/checkout">
              {t("checkout.again")}
            </ButtonLink>
          )}
          <ButtonLink to="/cart">{t("checkout.toCart")}</ButtonLink>
        </>
      }
    >
      <p>{t(declined ? "checkout.declinedOver" : "checkout.overText")}</p>
      <ul className="space-y-1">
        {order.items.map((item) => (
          <li key={item.variantId} className="flex flex-wrap gap-x-3">
            <span>{[item.productName, optionWords(item.options)].filter(Boolean).join(", ")}</span>
            <Left variantId={item.variantId} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Left({ variantId }: { variantId: string }) {
  const supply = useVariantSupply(variantId);
  return supply ? <SupplyWords {...supply} full /> : null;
}
