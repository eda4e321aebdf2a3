import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { Button, ButtonLink } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { Notice } from "../../design/Notice";
import { returnsQuery } from "../../rooms/returns/queries";
import { ActDialog } from "../desk/ActDialog";

interface Props {
  /** Where the return is asked for. */
  path: string;
  onClose: () => void;
}

const done = () => renew(["staff"], ["orders"], ["seller"]);

/** `orderId`: of goods that come back to the shop itself, which may have said nowhere to. */
export function ApproveDialog({ path, orderId, onClose }: Props & { orderId: string | null }) {
  const { t } = useLanguage();
  const [answer, setAnswer] = useState("");
  const seen = useQuery({ ...returnsQuery(orderId ?? "", 0), enabled: orderId !== null });
  const nowhere = seen.data?.address === "";
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
        <>
          {nowhere && (
            <Notice
              tone="held"
              title={t("staffReturn.nowhere")}
              actions={
                <ButtonLink size="s" to="/staff/settings" hash="returns">
                  {t("staffReturn.nowhereOpen")}
                </ButtonLink>
              }
            >
              <p>{t("staffReturn.nowhereText")}</p>
            </Notice>
          )}
          <TextArea
            label={t("staffReturn.answer")}
            hint={t("return.noteHint")}
            rows={3}
            maxLength={1000}
            value={answer}
            onChange={({ target }) => setAnswer(target.value)}
          />
        </>
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
