import { useMutation, useQuery } from "@tanstack/react-query";
import { insist, newKey } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { wishCoupon } from "../cart/coupon";
import { readHold } from "../cart/hold";
import { keepOrder } from "../orders/queries";
import { CouponPicker } from "./CouponPicker";
import { chosenAtTill } from "./enter";
import type { HowPaid } from "./howPaid";
import { PAY_FORM } from "./PayBar";
import { PayPanel } from "./PayPanel";
import { PRICING } from "./paying";
import { orderQuoteQuery } from "./quote";

interface Props {
  order: OrderShown;
  reservationId: string;
  how: HowPaid;
  onPay: () => void;
}

/** Before anything is paid: with which coupon, and how. The goods stay held whatever is chosen. */
export function HowToPay({ order, reservationId, how, onPay }: Props) {
  const { t } = useLanguage();
  const whole = order.due == null; // once a part is paid, the coupon stays
  const { quote, change } = useOrderCoupon(order, how.member && whole);
  return (
    <Panel title={t("checkout.payment")}>
      <form
        id={PAY_FORM}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onPay();
        }}
      >
        <fieldset className="min-w-0 space-y-5" disabled={change.isPending}>
          <legend className="sr-only">{t("checkout.payment")}</legend>
          {how.member && whole && (
            <CouponPicker
              quote={quote}
              couponId={change.isPending ? change.variables : order.couponId}
              onChoose={(couponId) => change.mutate(couponId)}
              disabled={change.isPending}
            />
          )}
          {change.isError && <Refusal error={change.error} />}
          <PayPanel order={order} reservationId={reservationId} how={how} />
        </fieldset>
      </form>
    </Panel>
  );
}

/** The coupons for this order, and the change to another: the reservation has another id then. */
function useOrderCoupon(order: OrderShown, loggedIn: boolean) {
  const { data: quote } = useQuery({ ...orderQuoteQuery(order.id), enabled: loggedIn });
  const change = useMutation({
    mutationKey: PRICING,
    mutationFn: (couponId: string | null) =>
      insist<{ order: OrderShown }>(`/orders/${order.id}/coupon`, { couponId }, newKey()),
    onSuccess: (answer) => {
      chosenAtTill(answer.order);
      if (!readHold()?.direct) wishCoupon(answer.order.couponId ?? "none");
      keepOrder(answer.order);
    },
    onError: () => void renew(["orders", order.id]),
    onSettled: () => void renew(["coupons", "mine"]),
  });
  return { quote, change };
}
