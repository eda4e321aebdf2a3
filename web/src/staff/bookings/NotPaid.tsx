import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { StaffBooking } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ActDialog } from "../desk/ActDialog";

export const NOT_PAID = "POST /api/staff/bookings/{booking_id}/rest-not-paid";

interface Props {
  booking: StaffBooking;
  rest: NonNullable<StaffBooking["restByHand"]>;
  onClose: () => void;
}

/** What was noted as paid by hand was not: it is due again. */
export function NotPaid({ booking, rest, onClose }: Props) {
  const { t, formats } = useLanguage();
  const price = formats.price(rest.amount, booking.currency);
  return (
    <ActDialog
      title={t("staffBooking.notPaidOf", { price, number: booking.number })}
      text={t("staffBooking.notPaidText", { price })}
      act={t("staffBooking.notPaid")}
      grave
      reason={{ hint: t("desk.onlyStaff") }}
      send={(key, reason) =>
        insist(
          `/staff/bookings/${booking.id}/rest-not-paid`,
          { orderId: rest.orderId, reason },
          key,
        )
      }
      onDone={() => renew(["staff", "bookings"], ["staff", "dues"], ["staff", "orders"])}
      told={() => t("staffBooking.notPaidDone", { price })}
      onClose={onClose}
    />
  );
}
