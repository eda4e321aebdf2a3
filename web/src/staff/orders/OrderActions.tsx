import { useState } from "react";
import { renew } from "../../base/api/queries";
import type { StaffOrderAnswer } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { reasonOf } from "../../rooms/orders/words";
import { PayLinkDialog } from "../desk/PayLinkDialog";
import { ActionDialog } from "./ActionDialog";
import { ACTIONS, type Action, ASKED } from "./actions";

const WHY = [
  "already-paid",
  "not-paid",
  "order-cancelled",
  "order-completed",
  "nothing-paid",
  "not-manual",
  "payment-under-way",
  "no-refund-waits",
  "order-packed",
  "parcels-under-way",
  "codes-given",
  "codes-to-give",
  "preorder-awaited",
  "complete-by-booking",
  "payment-disputed",
  "edit-open",
  "edit-kept",
] as const;

/** What is of use only where a refund was refused: elsewhere nobody need read why not. */
const OF_REFUSED: readonly Action[] = ["retryRefund", "markRefunded"];

const routeOf = (action: Action) =>
  `POST /api/staff/orders/{order_id}/${ASKED[action].path}` as const;

/** Where the order stands, what may be done now, and why the rest may not. */
export function OrderActions({ seen }: { seen: StaffOrderAnswer }) {
  const { t } = useLanguage();
  const can = useMay();
  const [chosen, setChosen] = useState<Action | null>(null);
  const [linking, setLinking] = useState(false);
  const refusals = seen.order.staff?.actions;
  const shown = ACTIONS.filter((action) => refusals && action in refusals && can(routeOf(action)));
  const may = shown.filter((action) => refusals?.[action] === null);
  const mayNot = shown.filter((action) => refusals?.[action] && !OF_REFUSED.includes(action));
  const why = (action: Action) => {
    const code = refusals?.[action] ?? "";
    const known = WHY.find((each) => each === code);
    return known ? t(`staffOrder.why.${known}`) : code;
  };
  return (
    <Notice
      silent
      tone={seen.order.status === "pending" ? "held" : "calm"}
      title={<Standing seen={seen} />}
      testId="standing"
      actions={[
        ...may.map((action, place) => (
          <Button
            key={action}
            needs={routeOf(action)}
            size="s"
            kind={place > 0 || action === "cancel" || action === "refund" ? "quiet" : "primary"}
            onClick={() => setChosen(action)}
          >
            {t(`staffOrder.do.${action}`)}
          </Button>
        )),
        seen.order.status === "pending" && (
          <Button
            needs="POST /api/staff/orders/{order_id}/pay-link"
            key="link"
            size="s"
            onClick={() => setLinking(true)}
          >
            {t("payLinks.payLink")}
          </Button>
        ),
      ]}
    >
      {mayNot.length > 0 && (
        <details className="text-13">
          <summary className="text-ink-soft">{t("staffOrder.notNow")}</summary>
          <ul className="mt-1 space-y-0.5">
            {mayNot.map((action) => (
              <li key={action}>
                <span className="font-medium">{t(`staffOrder.do.${action}`)}</span>: {why(action)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {linking && (
        <PayLinkDialog
          at={`/staff/orders/${seen.order.id}/pay-link`}
          number={seen.order.number}
          onMade={() => void renew(["staff", "order"])}
          onClose={() => setLinking(false)}
        />
      )}
      {chosen && (
        <ActionDialog
          order={seen.order}
          payments={seen.payments}
          action={chosen}
          onClose={() => setChosen(null)}
        />
      )}
    </Notice>
  );
}

/** In a sentence, in staff's words. */
function Standing({ seen: { order } }: { seen: StaffOrderAnswer }) {
  const { t, formats } = useLanguage();
  const goods = order.items.length > 0;
  if (order.status === "pending") {
    if (!order.expiresAt) return t("staffOrder.standing.pending");
    const until = goods ? "pendingUntil" : "pendingTimeUntil";
    return t(`staffOrder.standing.${until}`, { time: formats.until(order.expiresAt) });
  }
  if (order.status !== "cancelled") {
    const sent = order.status === "paid" && order.fulfilment;
    const standing =
      sent === "shipped" || sent === "partly-shipped"
        ? (`staffOrder.standing.${sent}` as const)
        : order.status === "paid" && !goods
          ? "staffOrder.standing.paidTime"
          : (`staffOrder.standing.${order.status}` as const);
    const amount = order.refunded ?? 0;
    const disputed = order.staff?.disputed ?? 0;
    const whole = !order.staff?.refundable && amount >= order.total;
    const back = whole ? "refundedWhole" : "partRefunded";
    return [
      t(standing),
      amount > 0 &&
        t(`staffOrder.standing.${back}`, { amount: formats.price(amount, order.currency) }),
      disputed > 0 &&
        t("staffOrder.standing.disputed", { amount: formats.price(disputed, order.currency) }),
    ]
      .filter(Boolean)
      .join(" · ");
  }
  const reason = reasonOf(order);
  const cancelled =
    order.cancelledBy === "staff"
      ? t("staffOrder.standing.staff", { name: order.staff?.cancelledByName ?? "" })
      : t(`staffOrder.standing.${reason === "expired" && !goods ? "expiredTime" : reason}`);
  const noted = order.restOf?.notPaid;
  if (noted)
    return [t("staffOrder.standing.notPaid"), order.staff?.cancelNote].filter(Boolean).join(" · ");
  const refund = order.refund === "none" ? "" : t(`staffOrder.refunds.${order.refund}`);
  return [cancelled, order.staff?.cancelNote, refund].filter(Boolean).join(" · ");
}
