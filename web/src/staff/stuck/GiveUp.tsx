import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { insist } from "../../base/api/client";
import type { Stuck } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { toast } from "../../design/Toasts";
import { stuckKey } from "./queries";

interface Props {
  row: Stuck | null;
  onClose: () => void;
}

/** It is not tried again; that cannot be undone, so it is asked for with a reason. */
export function GiveUp({ row, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <Dialog
      open={row !== null}
      onClose={onClose}
      title={t("stuck.giveUpTitle")}
      text={row && t(`stuck.giveUpMeans.${row.kind}`)}
    >
      {row && <Form key={row.id} row={row} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ row, onClose }: { row: Stuck; onClose: () => void }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const missing = reason.trim() === "";
  const asked = { action: "give-up", kind: row.kind, ids: [row.id], reason: reason.trim() };
  const act = useIntent((key) => insist("/staff/stuck", asked, key), {
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: stuckKey });
      toast({ title: t("stuck.givenUp") });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing) box.current?.focus();
    else if (!act.isPending) act.mutate();
  };
  return (
    <form noValidate className="space-y-4" onSubmit={submit} onChange={act.another}>
      <Field
        ref={box}
        data-first
        label={t("staff.reason")}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
        error={tried && missing ? t("staff.reasonMissing") : null}
        hint={t("stuck.reasonHint")}
      />
      {act.isError && <Refusal reader="staff" error={act.error} />}
      <div className="flex justify-end pt-2">
        <Button kind="danger" type="submit" busy={act.isPending}>
          {t("stuck.giveUp")}
        </Button>
      </div>
    </form>
  );
}
