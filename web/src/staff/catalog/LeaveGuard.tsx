import { useBlocker } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";

interface GuardProps {
  dirty: () => boolean;
  unsaved: boolean;
  /** Where drafts are kept. */
  onKeep: (() => Promise<void>) | undefined;
  onDiscard: () => Promise<void>;
}

/** Asks before what is not saved is left. */
export function LeaveGuard({ dirty, unsaved, onKeep, onDiscard }: GuardProps) {
  const { t } = useLanguage();
  const blocker = useBlocker({
    shouldBlockFn: dirty,
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  return (
    <Dialog
      open={blocker.status === "blocked"}
      onClose={() => blocker.reset?.()}
      title={t("leave.title")}
      text={t("leave.hint")}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button data-first onClick={() => blocker.reset?.()}>
          {t("leave.stay")}
        </Button>
        {onKeep && (
          <Button onClick={() => void onKeep().then(() => blocker.proceed?.())}>
            {t("products.draft.leave")}
          </Button>
        )}
        <Button kind="danger" onClick={() => void onDiscard().then(() => blocker.proceed?.())}>
          {t("leave.discard")}
        </Button>
      </div>
    </Dialog>
  );
}
