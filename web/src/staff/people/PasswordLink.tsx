import { useMutation, useQuery } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import { configQuery } from "../../base/api/queries";
import type { PasswordLink as Made, PasswordLinkMailed } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { useCopy } from "../../design/copy";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { toast } from "../../design/Toasts";

/** For somebody who has forgotten the password: a one-time link, shown to staff this once. */
export function PasswordLink({ userId, name }: { userId: string; name: string }) {
  const { t, formats } = useLanguage();
  const making = useMutation({
    mutationFn: () => post<Made>(`/staff/users/${userId}/password-link`, {}, newKey()),
  });
  return (
    <>
      <Button icon="keys" busy={making.isPending} onClick={() => making.mutate()}>
        {t("account.reset.title")}
      </Button>
      {making.isError && <Refusal reader="staff" error={making.error} />}
      {making.data && (
        <LinkDialog
          title={t("account.reset.title")}
          text={t("account.reset.text", { name, time: formats.moment(making.data.expiresAt) })}
          label={t("account.reset.title")}
          made={making.data}
          userId={userId}
          onClose={making.reset}
        />
      )}
    </>
  );
}

interface LinkProps {
  title: string;
  text: string;
  /** What the link is for. */
  label: string;
  made: Made;
  /** Whose link it is. */
  userId: string;
  onClose: () => void;
}

/** A link by which somebody chooses a password: copied and given to them, or another mailed. */
export function LinkDialog({ title, text, label, made, userId, onClose }: LinkProps) {
  const { t } = useLanguage();
  const link = window.location.origin + made.path;
  const copy = useCopy();
  const mails = useQuery(configQuery).data?.mails;
  const mailing = useMutation({
    mutationFn: () =>
      post<PasswordLinkMailed>(`/staff/users/${userId}/password-link/mail`, {}, newKey()),
    onSuccess: ({ to }) => toast({ title: t("account.reset.mailed", { to }) }),
  });
  return (
    <Dialog open onClose={onClose} title={title} text={text}>
      <div className="space-y-4">
        <Field
          data-first
          readOnly
          label={label}
          value={link}
          onFocus={(event) => event.target.select()}
        />
        {mailing.isError && <Refusal reader="staff" error={mailing.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          {mails && (
            <Button busy={mailing.isPending} onClick={() => mailing.mutate()}>
              {t("account.reset.mail")}
            </Button>
          )}
          <Button kind="primary" onClick={() => void copy(link, t("account.reset.copied"))}>
            {t("form.copyLink")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
