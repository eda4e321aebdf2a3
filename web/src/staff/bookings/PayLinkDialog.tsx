import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { PayLinkMade, StaffBooking } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { toast } from "../../design/Toasts";

/** An address at which what is due of the booking is paid: shown once, to be sent. */
export function PayLinkDialog({
  booking,
  onClose,
}: {
  booking: Pick<StaffBooking, "id" | "number">;
  onClose: () => void;
}) {
  const { t, formats } = useLanguage();
  const [made, setMade] = useState<PayLinkMade>();
  const make = useIntent(
    (key) => insist<PayLinkMade>(`/staff/bookings/${booking.id}/pay-link`, {}, key),
    { onSuccess: setMade, onSettled: () => renew(["staff", "bookings"], ["staff", "dues"]) },
  );
  const address = made ? `${window.location.origin}${made.path}` : "";
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    toast({ title: t("staffBooking.linkCopied") });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("staffBooking.linkOf", { number: booking.number })}
      text={t("staffBooking.linkText")}
    >
      <div className="space-y-4">
        {make.isError && <Refusal reader="staff" error={make.error} />}
        {made && (
          <Field
            readOnly
            end={
              <Button size="s" kind="plain" onClick={() => void copy()}>
                {t("staffBooking.copyLink")}
              </Button>
            }
            label={t("staffBooking.link")}
            value={address}
            hint={t("staffBooking.linkUntil", { time: formats.moment(made.expiresAt) })}
            onFocus={(event) => event.target.select()}
          />
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("staffBooking.close")}</Button>
          {!made && (
            <Button kind="primary" busy={make.isPending} onClick={() => make.mutate()}>
              {t("staffBooking.makeLink")}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
