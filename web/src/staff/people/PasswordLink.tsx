import { useMutation } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import type { PasswordLink as Made } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { useCopy } from "../../design/copy";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";

/** For somebody who has forgotten the password: a one-time link, shown to staff this once. */
export function PasswordLink({ userId, name }: { userId: string; name: string }) {
  const { t } = useLanguage();
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
          made={making.data}
          name={name}
          onClose={making.reset}
        />
      )}
    </>
  );
}

interface LinkProps {
  title: string;
  made: Made;
  /** Whose link it is. */
  name: string;
  onClose: () => void;
}

/** A link by which somebody chooses a password, to be copied and given to them. */
export function LinkDialog({ title, made, name, onClose }: LinkProps) {
  const { t, formats } = useLanguage();
  const link = window.location.origin + made.path;
  const copy = useCopy();
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      text={t("account.reset.text", { name, time: formats.moment(made.expiresAt) })}
    >
      <div className="space-y-4">
        <Field
          data-first
          readOnly
          label={t("account.reset.title")}
          value={link}
          onFocus={(event) => event.target.select()}
        />
        <div className="flex justify-end">
          <Button kind="primary" onClick={() => void copy(link, t("account.reset.copied"))}>
            {t("account.reset.copy")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
