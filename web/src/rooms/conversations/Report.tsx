import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { send } from "./queries";

/** Tells the shop's staff of a message, with a reason. */
export function Report({ path }: { path: string }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const sending = useIntent((key, said: string) => send(path, { reason: said }, key), {
    onSuccess: () => {
      setOpen(false);
      toast({ title: t("messages.reportSent") });
    },
  });
  return (
    <>
      <button
        type="button"
        className="min-h-6 cursor-pointer underline underline-offset-4 hover:text-ink"
        onClick={() => setOpen(true)}
      >
        {t("messages.report")}
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("messages.reportTitle")}
        text={t("messages.reportText")}
      >
        <Form
          onSubmit={() => {
            if (reason.trim()) sending.mutate(reason);
          }}
          onChange={sending.another}
          sending={sending}
          end={
            <Button kind="primary" type="submit" busy={sending.isPending}>
              {t("messages.report")}
            </Button>
          }
        >
          {(tried) => (
            <TextArea
              data-first
              label={t("messages.reason")}
              error={tried && !reason.trim() ? t("messages.reasonMissing") : undefined}
              rows={3}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Form>
      </Dialog>
    </>
  );
}
