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
  const { t, formats } = useLanguage();
  const making = useMutation({
    mutationFn: () => post<Made>(`/staff/users/${userId}/password-link`, {}, newKey()),
  });
  const link = making.data ? window.location.origin + making.data.path : "";
  const copy = useCopy();
  return (
    <>
      <Button icon="keys" busy={making.isPending} onClick={() => making.mutate()}>
        {t("account.reset.title")}
      </Button>
      {making.isError && <Refusal reader="staff" error={making.error} />}
      <Dialog
        open={making.isSuccess}
        onClose={making.reset}
        title={t("account.reset.title")}
        text={
          making.data &&
          t("account.reset.text", { name, time: formats.moment(making.data.expiresAt) })
        }
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
    </>
  );
}
