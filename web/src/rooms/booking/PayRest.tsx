import { useNavigate } from "@tanstack/react-router";
import { insist } from "../../base/api/client";
import type { BookingShown, RestAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";

/** What is due after a deposit, and the way to pay it now. */
export function PayRest({ booking }: { booking: BookingShown }) {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const order = useIntent((key) => insist<RestAnswer>(`/bookings/${booking.id}/rest`, {}, key), {
    onSuccess: ({ orderId, payPath }) =>
      void navigate(payPath ? { to: payPath } : { to: "/checkout/$orderId", params: { orderId } }),
  });
  const rest = booking.price - booking.dueNow;
  if (rest <= 0 || !["confirmed", "in_progress", "completed"].includes(booking.status)) return null;
  const price = formats.price(rest, booking.currency);
  return (
    <div className="space-y-2">
      <p className="text-13 text-ink-soft">
        {t(booking.status === "completed" ? "bookings.restOver" : "bookings.rest", { price })}
      </p>
      {order.isError && <Refusal error={order.error} />}
      <Button size="s" busy={order.isPending} onClick={() => order.mutate()}>
        {t("bookings.payRest", { price })}
      </Button>
    </div>
  );
}
