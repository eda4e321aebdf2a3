import { useState } from "react";
import { insist } from "../../base/api/client";
import type { PayLinkMade, PayLinkMailed } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { useCopy } from "../../design/copy";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { toast } from "../../design/Toasts";

interface Props {
  /** Where the link is asked for. */
  at: string;
  number: string;
  onMade?: () => void;
  onClose: () => void;
}

/** An address at which one order is paid without signing in: copied, mailed, taken back. */
export function PayLinkDialog({ at, number, onMade, onClose }: Props) {
  const { t, formats } = useLanguage();
  const [made, setMade] = useState<PayLinkMade>();
  const make = useIntent((key) => insist<PayLinkMade>(at, {}, key), {
    onSuccess: setMade,
    onSettled: onMade,
  });
  const of = made && `/staff/orders/${made.orderId}/pay-link`;
  const mail = useIntent((key) => insist<PayLinkMailed>(`${of}/mail`, undefined, key), {
    onSuccess: ({ to }) => toast({ title: t("payLinks.mailed", { to }) }),
  });
  const revoke = useIntent((key) => insist(`${of}/revoke`, undefined, key), {
    onSuccess: () => {
      setMade(undefined);
      toast({ title: t("payLinks.revoked") });
    },
  });
  const address = made ? `${window.location.origin}${made.path}` : "";
  const copy = useCopy();
  const failed = [make, mail, revoke].find(({ isError }) => isError);
  return (
    <Dialog open onClose={onClose} title={t("payLinks.of", { number })} text={t("payLinks.text")}>
      <div className="space-y-4">
        {failed && <Refusal reader="staff" error={failed.error} />}
        {made && (
          <Field
            readOnly
            end={
              <Button
                looks
                size="s"
                kind="plain"
                onClick={() => void copy(address, t("payLinks.copied"))}
              >
                {t("payLinks.copy")}
              </Button>
            }
            label={t("payLinks.address")}
            value={address}
            hint={t("payLinks.until", { time: formats.until(made.expiresAt) })}
            onFocus={(event) => event.target.select()}
          />
        )}
        <div className="flex flex-wrap justify-end gap-2">
          {made && (
            <Button kind="plain" busy={revoke.isPending} onClick={() => revoke.mutate()}>
              {t("payLinks.revoke")}
            </Button>
          )}
          <Button looks onClick={onClose}>
            {t("form.close")}
          </Button>
          {!made && (
            <Button kind="primary" busy={make.isPending} onClick={() => make.mutate()}>
              {t("payLinks.make")}
            </Button>
          )}
          {made?.mailsTo && (
            <Button kind="primary" busy={mail.isPending} onClick={() => mail.mutate()}>
              {t("payLinks.mail", { to: made.mailsTo })}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
