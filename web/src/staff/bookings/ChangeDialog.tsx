import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { StaffBooking } from "../../base/api/schema";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Field } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";

const MINUTE = 60_000;
const STEP = 5;

interface Props {
  booking: StaffBooking;
  onClose: () => void;
}

/** Longer or shorter, another price, another note: by hand, with a reason. */
export function ChangeDialog({ booking, onClose }: Props) {
  const { t, formats } = useLanguage();
  const { currency } = booking;
  const digits = formats.digits(currency);
  const started = Date.parse(booking.start);
  const lasts = (Date.parse(booking.end) - started) / MINUTE;
  const [length, setLength] = useState(String(lasts));
  const [price, setPrice] = useState(amountText(booking.price, digits));
  const [note, setNote] = useState(booking.note);
  const held = booking.status === "held" || booking.answerBy !== null;
  const over = !["confirmed", "in_progress"].includes(booking.status);
  const minutes = /^\d+$/.test(length) ? Number(length) : 0;
  const amount = parseAmount(price, digits);
  const badLength = minutes <= 0 || minutes % STEP > 0;
  const changed = {
    ...(minutes !== lasts && { end: new Date(started + minutes * MINUTE).toISOString() }),
    ...(amount !== null && amount !== booking.price && { price: amount }),
    ...(note !== booking.note && { note }),
  };
  return (
    <ActDialog
      title={t("staffBooking.changeOf", { number: booking.number })}
      text={t("staffBooking.changeText")}
      sound={!badLength && amount !== null && Object.keys(changed).length > 0}
      reason={{ hint: t("staffBooking.changeWhy") }}
      send={(key, reason) =>
        insist<StaffBooking>(`/staff/bookings/${booking.id}/change`, { ...changed, reason }, key)
      }
      onDone={() => renew(["staff", "bookings"], ["staff", "orders"])}
      told={() => t("staffBooking.changed")}
      onClose={onClose}
    >
      {(tried) => (
        <>
          {!over && (
            <Field
              data-first
              inputMode="numeric"
              label={t("staffBooking.length")}
              value={length}
              onChange={(event) => setLength(event.target.value)}
              error={tried && badLength ? t("staffBooking.lengthBad") : null}
            />
          )}
          {!held && (
            <AmountField
              currency={currency}
              label={t("staffBooking.price")}
              value={price}
              onChange={(event) => setPrice(event.target.value)}
              error={tried && amount === null ? t("form.amountBad") : null}
            />
          )}
          <Field
            label={t("staff.column.note")}
            value={note}
            maxLength={1000}
            onChange={(event) => setNote(event.target.value)}
          />
        </>
      )}
    </ActDialog>
  );
}
