import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";

interface Props {
  /** Where the return is asked for. */
  path: string;
  onClose: () => void;
}

const done = () => renew(["staff"], ["orders"], ["seller"]);

export function ApproveDialog({ path, onClose }: Props) {
  const { t } = useLanguage();
  const [answer, setAnswer] = useState("");
  return (
    <ActDialog
      title={t("staffReturn.approve")}
      text={t("staffReturn.approveText")}
      act={t("staffReturn.approve")}
      send={(key) => insist(`${path}/approve`, { answer }, key)}
      onDone={done}
      onClose={onClose}
      beside={<Button onClick={onClose}>{t("form.back")}</Button>}
    >
      {() => (
        <TextArea
          label={t("staffReturn.answer")}
          hint={t("return.noteHint")}
          rows={3}
          maxLength={1000}
          value={answer}
          onChange={({ target }) => setAnswer(target.value)}
        />
      )}
    </ActDialog>
  );
}

export function RefuseDialog({ path, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <ActDialog
      grave
      title={t("staffReturn.refuse")}
      text={t("staffReturn.refuseText")}
      act={t("staffReturn.refuse")}
      reason={{ hint: t("staffReturn.reasonHint") }}
      send={(key, reason) => insist(`${path}/refuse`, { reason }, key)}
      onDone={done}
      onClose={onClose}
      beside={<Button onClick={onClose}>{t("form.back")}</Button>}
    />
  );
}
