import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { SupplyWords } from "../../design/SupplyWords";
import { useWatch } from "../../live/channel";
import { useBooking } from "../booking/queries";
import { useDirect } from "../cart/direct";
import { maySucceedLate } from "../cart/hold";
import { useCart } from "../cart/store";
import { Alternatives } from "../catalog/Alternatives";
import { isUnderWay } from "../orders/queries";
import { liveStock, useVariantSupply } from "../stock/live";
import { originOf } from "./origin";

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
          {(kept || origin === "direct") && (
            <ButtonLink
              kind="primary"
              to="/checkout"
              search={kept ? { currency: order.currency } : { buy: "now" }}
            >
              {t("checkout.again")}
            </ButtonLink>
          )}
          {kept ? (
            <ButtonLink to="/cart">{t("checkout.toCart")}</ButtonLink>
          ) : (
            <ToWhatItWas order={order} />
          )}
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

/** Back to what was held beside the cart: the times of a service, or the goods. */
function ToWhatItWas({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  if (order.bookingId) return <ToTimes bookingId={order.bookingId} />;
  const item = order.items[0];
  return (
    item && (
      <ButtonLink
        to="/product/$handle"
        params={{ handle: item.productId }}
        search={{ variant: item.variantId }}
      >
        {t("buying.toProduct")}
      </ButtonLink>
    )
  );
}

/** Of a booking that stands, only a part was not paid: then there is no time to choose. */
function ToTimes({ bookingId }: { bookingId: string }) {
  const { t } = useLanguage();
  const booking = useBooking(bookingId).data;
  if (booking && booking.status !== "held" && booking.status !== "cancelled")
    return <ButtonLink to="/bookings">{t("bookings.title")}</ButtonLink>;
  const search = booking && { service: booking.serviceId, day: booking.local.slice(0, 10) };
  return (
    <ButtonLink kind="primary" to="/book" search={search ?? {}}>
      {t("checkout.toTimes")}
    </ButtonLink>
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
