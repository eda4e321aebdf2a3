import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { Unanswered, WhyOff } from "../booking/Unanswered";
import { maySucceedLate } from "../cart/hold";
import { useDifference } from "../returns/owed";
import { ByHand } from "./ByHand";
import { HoldAgain, mayHoldAgain, useInCart } from "./HoldAgain";
import { isUnderWay } from "./queries";
import { UnderWay } from "./UnderWay";
import { isRefundedWhole, reasonOf } from "./words";

const MONEY_MISSING = new Set<OrderShown["reason"]>(["no-wallet", "insufficient-funds"]);

/** Nothing was taken, and the cart is as it was: what is missing is points. */
function AnotherTry({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  return (
    <>
      <ButtonLink kind="primary" size="s" to="/wallet">
        {t(order.reason === "no-wallet" ? "wallet.open" : "wallet.topUp")}
      </ButtonLink>
      {order.items.length > 0 && (
        <ButtonLink size="s" to="/cart">
          {t("checkout.toCart")}
        </ButtonLink>
      )}
    </>
  );
}

/** Where the order stands, in a sentence, and the next step if there is one. */
export function Outcome({ order, asking }: { order: OrderShown; asking: boolean }) {
  const { t, formats } = useLanguage();
  const goods = order.items.length > 0;
  const owed = useDifference(order);
  const inCart = useInCart(order);
  if (isUnderWay(order) || maySucceedLate(order)) return <UnderWay order={order} asking={asking} />;
  if (order.awaits === "staff") return <ByHand order={order} />;
  if (order.answerDue) return <Unanswered answerDue={order.answerDue} />;
  if (order.status === "pending") {
    return (
      <Notice
        tone="held"
        title={t("order.status.pending")}
        testId="outcome"
        actions={
          <ButtonLink
            kind="primary"
            size="s"
            to="/checkout/$orderId"
            params={{ orderId: order.id }}
          >
            {t("order.pay")}
          </ButtonLink>
        }
      >
        <p>{t("order.pendingText")}</p>
      </Notice>
    );
  }
  if (order.status === "cancelled") {
    return (
      <Notice
        title={
          <WhyOff
            order={order}
            otherwise={t(
              order.restOf?.notPaid ? "order.notPaid" : `order.reason.${reasonOf(order)}`,
            )}
          />
        }
        testId="outcome"
        actions={
          MONEY_MISSING.has(reasonOf(order)) ? (
            <AnotherTry order={order} />
          ) : (
            mayHoldAgain(order) && !order.restOf?.notPaid && <HoldAgain order={order} />
          )
        }
      >
        {mayHoldAgain(order) && !order.restOf?.notPaid && (
          <p>{t(inCart ? "checkout.declinedOver" : "checkout.declinedPlain")}</p>
        )}
        {order.refund !== "none" && !order.restOf?.notPaid && (
          <p>{t(`order.refund.${order.refund}`)}</p>
        )}
      </Notice>
    );
  }
  if (owed) return <ExchangeToPay owed={owed} />;
  const back = formats.price(order.refunded ?? 0, order.currency);
  if (isRefundedWhole(order)) {
    return (
      <Notice title={t("order.refund.done")} testId="outcome">
        <p>{t("order.refundedText", { price: back })}</p>
      </Notice>
    );
  }
  if (order.refunded && goods) {
    return (
      <Notice tone="free" title={t("order.thanks")} testId="outcome">
        <p>{t("order.thanksPartBack", { price: back })}</p>
      </Notice>
    );
  }
  return (
    <Notice tone="free" title={t("order.thanks")} testId="outcome">
      <p>
        {order.bookingId
          ? // What of a session's price is due beyond this order stands at the session.
            t("order.thanksPaid", { price: formats.price(order.total, order.currency) })
          : t(
              goods
                ? "order.thanksText"
                : order.provider === "wallet"
                  ? "order.thanksPlain"
                  : "order.thanksPlainPaid",
            )}
      </p>
    </Notice>
  );
}

/** What was sent back is exchanged for what is dearer: nothing is sent before the rest is paid. */
function ExchangeToPay({ owed }: { owed: OrderShown }) {
  const { t, formats } = useLanguage();
  const amount = formats.price(owed.total, owed.currency);
  const until = owed.expiresAt ? formats.moment(owed.expiresAt) : "";
  return (
    <Notice
      tone="held"
      title={t("order.exchangeDue", { amount })}
      testId="outcome"
      actions={
        <ButtonLink kind="primary" size="s" to="/checkout/$orderId" params={{ orderId: owed.id }}>
          {t("order.pay")}
        </ButtonLink>
      }
    >
      <p>{t("return.difference", { amount, until })}</p>
    </Notice>
  );
}
