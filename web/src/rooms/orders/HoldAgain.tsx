import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { useBooking } from "../booking/queries";
import { useDirect } from "../cart/direct";
import { originOf } from "../cart/origin";
import { useCart } from "../cart/store";

/** Whether nothing was paid in time, so that it may be held anew. */
export function mayHoldAgain(order: OrderShown): boolean {
  const unpaid = order.reason === "unpaid" || order.reason === "expired";
  return order.status === "cancelled" && unpaid && order.refund === "none";
}

/** Whether all of it lies in the cart still. */
export function useInCart(order: OrderShown): boolean {
  return originOf(order, useCart(), useDirect()) === "cart";
}

/** The ways to hold the same again, each by what it was held from. */
export function HoldAgain({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const origin = originOf(order, useCart(), useDirect());
  const kept = origin === "cart";
  return (
    <>
      {(kept || origin === "direct") && (
        <ButtonLink
          kind="primary"
          to="/checkout"
          search={kept ? { currency: order.currency } : { buy: "now" }}
        >
          {t("order.holdAgain")}
        </ButtonLink>
      )}
      {kept ? (
        <ButtonLink to="/cart">{t("checkout.toCart")}</ButtonLink>
      ) : (
        <ToWhatItWas order={order} />
      )}
    </>
  );
}

/** Back to what was held beside the cart: the times of a service, or the goods. */
export function ToWhatItWas({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  if (order.flashSaleId)
    return (
      <ButtonLink kind="primary" to="/flash-sales/$saleId" params={{ saleId: order.flashSaleId }}>
        {t("order.toSale")}
      </ButtonLink>
    );
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
