import { useMutation, useQuery } from "@tanstack/react-query";
import { insist, newKey } from "../../base/api/client";
import { queryClient, renew } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useKept } from "../../base/kept";
import { useSession } from "../../base/session";
import { Choice } from "../../design/Choice";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { OfflineNote } from "../../design/OfflineNote";
import { wishCoupon } from "../cart/coupon";
import { holdAgain, readHold } from "../cart/hold";
import { orderQuery } from "../orders/queries";
import { CouponPicker } from "./CouponPicker";
import { LoginForMore } from "./LoginForMore";
import { PayPanel } from "./PayPanel";
import { orderQuoteQuery } from "./quote";
import { WalletPanel } from "./WalletPanel";
import { WAYS, type Way } from "./ways";

interface Props {
  order: OrderShown;
  reservationId: string;
}

/** Before anything is paid: with which coupon, and how. The goods stay held whatever is chosen. */
export function HowToPay({ order, reservationId }: Props) {
  const { t } = useLanguage();
  const loggedIn = Boolean(useSession()?.user);
  const [way, setWay] = useKept<Way>("holdfast.way", "hold");
  const whole = order.due == null; // once a part is paid, the coupon stays
  const { quote, change } = useOrderCoupon(order, loggedIn && whole);
  const wallet = loggedIn && way === "wallet";
  return (
    <fieldset className="min-w-0 space-y-6" disabled={change.isPending}>
      <legend className="sr-only">{t("orderPage.way")}</legend>
      {loggedIn ? (
        <Panel>
          <div className="space-y-4">
            {whole && (
              <CouponPicker
                quote={quote}
                couponId={change.isPending ? change.variables : order.couponId}
                onChoose={(couponId) => change.mutate(couponId)}
                disabled={change.isPending}
              />
            )}
            {change.isError && <Refusal error={change.error} />}
            <Choice
              legend={t("orderPage.way")}
              value={way}
              onChange={(value) => setWay(value as Way)}
              items={WAYS.map((value) => ({ value, label: t(`checkout.way.${value}`) }))}
            />
          </div>
        </Panel>
      ) : (
        <LoginForMore />
      )}
      <OfflineNote />
      {wallet ? (
        <WalletPanel order={order} reservationId={reservationId} />
      ) : (
        <PayPanel order={order} reservationId={reservationId} />
      )}
    </fieldset>
  );
}

/** The coupons for this order, and the change to another: the reservation has another id then. */
function useOrderCoupon(order: OrderShown, loggedIn: boolean) {
  const { data: quote } = useQuery({ ...orderQuoteQuery(order.id), enabled: loggedIn });
  const change = useMutation({
    mutationFn: (couponId: string | null) =>
      insist<{ order: OrderShown }>(`/orders/${order.id}/coupon`, { couponId }, newKey()),
    onSuccess: (answer) => {
      holdAgain(answer.order);
      if (!readHold()?.direct) wishCoupon(answer.order.couponId ?? "none");
      queryClient.setQueryData(orderQuery(order.id).queryKey, (known: OrderShown | undefined) => ({
        ...answer.order,
        timeline: known?.timeline ?? null,
      }));
    },
    onError: () => void renew(["orders", order.id]),
    onSettled: () => void renew(["coupons", "mine"]),
  });
  return { quote, change };
}
