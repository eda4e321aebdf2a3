import { useState } from "react";
import type { StaffBooking } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { CAUSES, type Cause, useCancel, useCancellation } from "./queries";

/** Whose doing it is decides what comes back; it is shown before it is done. */
export function CancelDialog({ booking, onClose }: { booking: StaffBooking; onClose: () => void }) {
  const { t, formats } = useLanguage();
  const [cause, setCause] = useState<Cause>("client");
  const [reason, setReason] = useState("");
  const found = useCancellation(booking.id, cause);
  const cancel = useCancel(booking.id, onClose);
  const { data } = found;
  const price = (amount: number) => formats.price(amount, booking.currency);
  return (
    <Dialog open onClose={onClose} title={t("bookings.cancelSure", { number: booking.number })}>
      <div className="space-y-4">
        <Choice
          legend={t("staffBooking.why")}
          look="rows"
          value={cause}
          items={CAUSES.map((one) => ({ value: one, label: t(`staffBooking.cause.${one}`) }))}
          onChange={(one) => setCause(one as Cause)}
        />
        <Field
          label={t("staffBooking.why")}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
        <p className="tabular min-h-6 font-semibold" aria-live="polite">
          {data &&
            t("staffBooking.refund", { refund: price(data.refund), penalty: price(data.penalty) })}
        </p>
        {found.isError && <Refusal reader="staff" error={found.error} />}
        {cancel.isError && <Refusal reader="staff" error={cancel.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button looks onClick={onClose}>
            {t("form.keep")}
          </Button>
          <Button
            kind="danger"
            busy={cancel.isPending}
            disabled={!data}
            onClick={() => data && cancel.mutate({ cause, reason, expectedRefund: data.refund })}
          >
            {t("staffBooking.cancel")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
