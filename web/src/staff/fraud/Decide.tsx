import { useState } from "react";
import type { SuspectShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { TextArea } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { refuse, release, renewFraud } from "./queries";

interface Props {
  found: SuspectShown;
  onClose: () => void;
}

export function ReleaseDialog({ found, onClose }: Props) {
  const { t } = useLanguage();
  const [note, setNote] = useState("");
  return (
    <ActDialog
      title={t("fraud.releaseOf", { order: found.orderNumber })}
      text={t("fraud.releaseText")}
      act={t("fraud.release")}
      send={(key) => release(key, found.orderId, note.trim())}
      onDone={renewFraud}
      onClose={onClose}
    >
      {() => (
        <TextArea
          label={t("staff.column.note")}
          rows={3}
          maxLength={500}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      )}
    </ActDialog>
  );
}

export function RefuseDialog({ found, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <ActDialog
      grave
      title={t("fraud.refuseOf", { order: found.orderNumber })}
      text={t("fraud.refuseText")}
      act={t("fraud.refuse")}
      reason={{ hint: t("fraud.reasonHint") }}
      send={(key, reason) => refuse(key, found.orderId, reason)}
      onDone={renewFraud}
      onClose={onClose}
    />
  );
}
