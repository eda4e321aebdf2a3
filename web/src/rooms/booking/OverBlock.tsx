import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { isStaff, useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Notice } from "../../design/Notice";

/** Whether only blocks are in the way that staff may book over. */
export function isSoft(error: unknown): boolean {
  if (!error) return false;
  const { code, body } = asProblem(error);
  return code === "closed" && (body as { soft?: boolean }).soft === true;
}

interface Props {
  error: unknown;
  busy: boolean;
  onOver: (reason: string) => void;
}

/** What staff may do about a soft block: over it, with a reason that stays with the booking. */
export function OverBlock({ error, busy, onOver }: Props) {
  const { t } = useLanguage();
  const session = useSession();
  const [reason, setReason] = useState("");
  if (!isSoft(error) || !isStaff(session)) return null;
  return (
    <Notice silent tone="held" title={t("book.overTitle")} testId="over-block">
      <div className="space-y-3 pt-1">
        <Field
          label={t("book.overReason")}
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        <Button
          kind="danger"
          size="s"
          busy={busy}
          disabled={reason.trim() === ""}
          onClick={() => onOver(reason.trim())}
        >
          {t("book.over")}
        </Button>
      </div>
    </Notice>
  );
}
