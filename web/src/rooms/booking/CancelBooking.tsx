import type { BookingShown, CancellationShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Failure, Refusal } from "../../design/Failure";
import { SkeletonText } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { useCancel, useCancellation } from "./queries";
import { useEnd } from "./words";

/** Whether less is kept than that percentage of the price, since no more was paid. */
function isLess({ penalty, percent }: CancellationShown, { price }: BookingShown): boolean {
  return penalty < Math.floor((price * percent) / 100);
}

/** What comes back is shown before the button, and is what comes back. */
export function CancelDialog({ booking, onClose }: { booking: BookingShown; onClose: () => void }) {
  const { t, formats } = useLanguage();
  const found = useCancellation(booking.id, true);
  const until = useEnd(booking.zone);
  const price = (amount: number) => formats.price(amount, booking.currency);
  const cancel = useCancel(booking.id, (refund) => {
    onClose();
    toast({
      title: t("bookings.cancelled", { number: booking.number }),
      text: refund > 0 ? t("bookings.goesBack", { price: price(refund) }) : undefined,
    });
  });
  const { data } = found;
  return (
    <Dialog open onClose={onClose} title={t("bookings.cancelSure", { number: booking.number })}>
      {found.isError && !data ? (
        <Failure error={found.error} onRetry={() => void found.refetch()} />
      ) : !data ? (
        <SkeletonText lines={3} />
      ) : (
        <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
          <dt className="text-ink-soft">{t("bookings.paid")}</dt>
          <dd className="tabular text-right">{price(data.paid)}</dd>
          <dt className="text-ink-soft">
            {t(isLess(data, booking) ? "bookings.penaltyPaid" : "bookings.penalty", {
              percent: data.percent,
            })}
          </dt>
          <dd className="tabular text-right">{price(data.penalty)}</dd>
          <dt className="font-semibold">{t("bookings.refund")}</dt>
          <dd className="tabular text-right font-semibold" data-testid="refund">
            {price(data.refund)}
          </dd>
          {data.percent === 0 && data.freeUntil && (
            <dd className="col-span-2 text-13 text-ink-soft">
              {t("bookings.freeUntil", { time: until(data.freeUntil) })}
            </dd>
          )}
        </dl>
      )}
      {cancel.isError && (
        <div className="mt-4">
          <Refusal error={cancel.error} />
        </div>
      )}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t("form.keep")}</Button>
        <Button
          kind="danger"
          busy={cancel.isPending}
          disabled={!data}
          onClick={() => data && cancel.mutate(data.refund)}
        >
          {t("bookings.cancel")}
        </Button>
      </div>
    </Dialog>
  );
}
