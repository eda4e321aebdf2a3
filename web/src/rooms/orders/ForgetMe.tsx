import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { forgetGuest } from "../people/signIn";

/** A guest who ordered on a computer that others use takes their name off it. */
export function ForgetMe() {
  const { t } = useLanguage();
  const session = useSession();
  const [asking, setAsking] = useState(false);
  const forget = useMutation({ mutationFn: forgetGuest, onSuccess: () => setAsking(false) });
  if (!session?.guest) return null;
  return (
    <div className="mt-8 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
      <p className="min-w-0 grow basis-60 text-13 text-ink-soft">{t("forget.hint")}</p>
      <Button size="s" onClick={() => setAsking(true)}>
        {t("forget.me")}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("forget.sure")}
        text={t("forget.means")}
      >
        {forget.isError && <Refusal error={forget.error} />}
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={() => setAsking(false)}>{t("forget.stay")}</Button>
          <Button kind="danger" busy={forget.isPending} onClick={() => forget.mutate()}>
            {t("forget.me")}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
