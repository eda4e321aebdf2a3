import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answerQuery, configQuery, renew } from "../../base/api/queries";
import type { EditShown, OrderShown, PrepaidAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button, ButtonLink } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { giveBack } from "../cart/hold";
import { useEndToo } from "../repeats/EndToo";
import { CancelUnits } from "./CancelUnits";
import { isAsked, useOpenEdit } from "./OrderEdits";
import { isOfPackage } from "./words";

interface Props {
  order: OrderShown;
  /** By a link from a mail, only as a whole; without it, as one's own. */
  byLink?: () => Promise<void>;
}

const isMoved = ({ status }: { status: string }): boolean =>
  status !== "waiting" && status !== "cancelled";

/** Cancelling is asked for once, because it cannot be undone. */
export function CancelOrder({ order, byLink }: Props) {
  const { t, formats } = useLanguage();
  const refunds = useQuery(configQuery).data?.refunds;
  const [asking, setAsking] = useState(false);
  const repeat = useEndToo(byLink ? null : order.repeatId, asking, true);
  const cancel = useMutation({
    mutationFn: byLink ?? (() => giveBack(order.id, repeat.endRepeat)),
    onSuccess: () => setAsking(false),
    onSettled: () => renew(["orders"], ["repeat-orders"]),
  });
  const paid = order.status === "paid";
  const prepaid = usePrepaid(order);
  const change = useOpenEdit(order, paid && byLink === undefined);
  // A paid booking is cancelled as a booking, which says what comes back.
  if (paid && (order.bookingId || order.restOf))
    return (
      <ButtonLink className="mt-6 whitespace-normal!" to="/bookings">
        {t("order.toBooking")}
      </ButtonLink>
    );
  // What it bought can be downloaded, so it is not cancelled.
  if (paid && order.picturesOf)
    return (
      <ButtonLink
        kind="primary"
        className="mt-6"
        to="/bookings/$bookingId/pictures"
        params={{ bookingId: order.picturesOf }}
      >
        {t("order.toPictures")}
      </ButtonLink>
    );
  if (paid && prepaid === undefined) return null;
  if (paid && prepaid) return <Prepaid />;
  if (order.status !== "pending" && !(paid && refunds !== "none")) return null;
  // What was taken off for other goods stands with those.
  const gone = order.items.every(({ quantity, cancelled }) => cancelled === quantity);
  if (paid && order.items.length > 0 && gone) return null;
  if (paid && change) return <Changing order={order} change={change} />;
  if (paid && order.parcels?.some(isMoved)) return <Packed order={order} />;
  const rest = order.total - (order.refunded ?? 0);
  const refund = paid && rest > 0;
  const text = () => {
    const price = formats.price(rest, order.currency);
    if (order.due != null)
      return t("orderPage.cancelParts", {
        price: formats.price(order.total - order.due, order.currency),
      });
    if (!paid)
      return t(order.items.length > 0 ? "order.cancelPendingText" : "order.cancelPendingPlain");
    if (!refund) return t("orderPage.cancelNothing");
    if (order.refunded) return t("orderPage.cancelRest", { price });
    return t("order.cancelPaidText", { price });
  };
  return (
    <div className="mt-6 flex flex-wrap gap-2">
      {!byLink && <CancelUnits order={order} />}
      <Button onClick={() => setAsking(true)}>
        {t(refund ? "order.cancelPaid" : "order.cancel")}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("order.cancelSure", { number: order.number })}
        text={text()}
      >
        {repeat.field}
        {cancel.isError && <Refusal error={cancel.error} />}
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={() => setAsking(false)}>{t("order.keep")}</Button>
          <Button kind="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            {t(refund ? "order.cancelPaid" : "order.cancel")}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}

/** A minute: what is not there by then waits for somebody to release it. */
const MOST_LOOKS = 20;

/** Whether it bought a package that is there by now, a moment after it is paid or once the shop
 * releases it: how much of that is used, whoever sells it sees. Undefined until that is known. */
function usePrepaid(order: OrderShown): boolean | undefined {
  const asks = order.status === "paid" && isOfPackage(order);
  const list = answerQuery<PrepaidAnswer>(["prepaid", "of-orders"], "/prepaid", { limit: 100 });
  const issued = (found?: PrepaidAnswer) =>
    found?.grants.some(({ orderId }) => orderId === order.id) ?? false;
  const { data, isPending } = useQuery({
    ...list,
    enabled: asks,
    staleTime: 0,
    refetchInterval: ({ state: { status, data, dataUpdateCount } }) =>
      status === "success" && !issued(data) && dataUpdateCount < MOST_LOOKS && 3_000,
  });
  if (!asks) return false;
  return isPending ? undefined : issued(data);
}

function Prepaid() {
  const { t } = useLanguage();
  return (
    <div className="mt-6 space-y-3" data-testid="prepaid-order">
      <p className="text-13 text-ink-soft">{t("orderPage.prepaid")}</p>
      <ButtonLink to="/prepaid">{t("orderPage.toPrepaid")}</ButtonLink>
    </div>
  );
}

/** Until its buyer has decided about a change of it; units, where it takes off none of them. */
function Changing({ order, change }: { order: OrderShown; change: EditShown }) {
  const { t } = useLanguage();
  return (
    <div className="mt-6 space-y-3" data-testid="change-waits">
      <p className="text-13 text-ink-soft">
        {t(isAsked(change) ? "orderEdit.first" : "orderEdit.joining")}
      </p>
      {change.off.length === 0 && <CancelUnits order={order} alone />}
    </div>
  );
}

/** What nobody has packed can still be cancelled by itself: it may be of another seller. */
function Packed({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const left = order.items.some(({ cancellable }) => cancellable);
  return (
    <div className="mt-6">
      <p className="text-13 text-ink-soft">
        {t(left ? "orderPage.partlyPacked" : "orderPage.packed")}
      </p>
      {left && (
        <div className="mt-3">
          <CancelUnits order={order} alone />
        </div>
      )}
    </div>
  );
}
